namespace Workers.Ingress.Tests.Conversations;

/// <summary>How a conversation is read, under whatever name its caller gave it.</summary>
[Collection(IngressCollection.Name)]
public sealed class ConversationTests(SharedIngress shared)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [SkippableTheory]
    [InlineData("7._:@/-Z")]
    [InlineData("a/../b/./c//d/")]
    [InlineData("a-2F")]
    [InlineData("mailto:x@y.z/1")]
    [InlineData(Letters)]
    public async Task Every_allowed_name_makes_the_round_trip(string name)
    {
        var id = await shared.App.AcceptedAsync(name);
        var plain = name.Replace("/", "%2F", StringComparison.Ordinal);
        var lower = name.Replace("/", "%2f", StringComparison.Ordinal);
        var full = string.Concat(name.Select(character => $"%{(int)character:X2}"));
        foreach (var path in (string[])[plain, lower, Uri.EscapeDataString(name), full])
        {
            using var answer = await shared.App.Client.GetAsync($"/v1/conversations/{path}");
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            var conversation = await answer.Json();
            Assert.Equal(name, conversation.GetProperty("id").GetString());
            Assert.Equal(id.ToString(), conversation.GetProperty("mailbox")[0].GetProperty("id").GetString());
        }
    }

    [SkippableFact]
    public async Task A_slash_that_is_encoded_twice_is_none()
    {
        var id = await shared.App.AcceptedAsync("twice/encoded");
        using var read = await shared.App.Client.GetAsync("/v1/conversations/twice%252Fencoded");
        await read.Problem(404, "not-found");
        using var erased = await shared.App.Client.DeleteAsync("/v1/conversations/twice%252fencoded");
        await erased.Problem(404, "not-found");
        using var query = await shared.App.Client.GetAsync($"/v1/queries/{id}");
        Assert.Equal(200, (int)query.StatusCode);
        using var once = await shared.App.Client.GetAsync("/v1/conversations/twice%2Fencoded?next=%2525");
        Assert.Equal(200, (int)once.StatusCode);
    }

    [SkippableFact]
    public async Task Turns_and_mailbox_tell_the_story_in_order()
    {
        var name = "story-" + Guid.NewGuid().ToString("N");
        var first = await shared.App.AcceptedAsync(name, "one");
        await shared.App.AcceptedAsync(name, "two");
        await shared.App.AcceptedAsync(name, "three");
        await shared.App.CompleteAsync(name, first, "answer");
        using var answer = await shared.App.Client.GetAsync($"/v1/conversations/{name}");
        var conversation = await answer.Json();
        var turn = Assert.Single(conversation.GetProperty("turns").EnumerateArray());
        Assert.Equal(["id", "sequence", "status", "text", "reply", "submittedAt", "endedAt"],
            turn.EnumerateObject().Select(member => member.Name));
        Assert.Equal("answer", turn.GetProperty("reply").GetProperty("text").GetString());
        Assert.Equal(["two", "three"],
            conversation.GetProperty("mailbox").EnumerateArray().Select(one => one.GetProperty("text").GetString()));
    }

    [SkippableFact]
    public async Task An_erased_conversation_is_gone_and_starts_anew()
    {
        var name = "erased/" + Guid.NewGuid().ToString("N");
        var path = $"/v1/conversations/{Uri.EscapeDataString(name)}";
        var ended = await shared.App.AcceptedAsync(name, "one");
        var running = await shared.App.AcceptedAsync(name, "two");
        await shared.App.CompleteAsync(name, ended, "answer");
        var grant = await shared.App.BeginAsync(name, running);
        using (var answer = await shared.App.Client.DeleteAsync(path))
        {
            Assert.Equal("""{"queries":2,"turns":1,"deliveries":0,"deadLetters":0}""", await answer.Content.ReadAsStringAsync());
        }
        Assert.IsType<Workers.Conversations.Ending.Fenced>(await shared.App.Store.CommitAsync(grant, "late"));
        foreach (var gone in (string[])[path, $"/v1/queries/{ended}", $"/v1/queries/{running}/result"])
        {
            using var answer = await shared.App.Client.GetAsync(gone);
            await answer.Problem(404, "not-found");
        }
        using (var again = await shared.App.Client.DeleteAsync(path))
        {
            await again.Problem(404, "not-found");
        }
        await shared.App.CompleteAsync(name, await shared.App.AcceptedAsync(name, "anew"), "answer");
    }
}
