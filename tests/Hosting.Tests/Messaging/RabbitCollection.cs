using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

[CollectionDefinition(Name)]
public sealed class RabbitCollection : ICollectionFixture<SharedRabbit>
{
    public const string Name = "rabbit";
}
