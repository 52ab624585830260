[assembly: CollectionBehavior(DisableTestParallelization = true)] // each test starts whole processes
