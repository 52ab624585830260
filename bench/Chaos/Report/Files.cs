namespace Workers.Chaos.Report;

/// <summary>A file is there whole, or not at all.</summary>
internal static class Files
{
    public static async Task WriteAsync(string path, string text)
    {
        var unfinished = path + ".unfinished";
        await using (var file = new FileStream(unfinished, FileMode.Create))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
