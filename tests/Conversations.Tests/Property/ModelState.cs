namespace Workers.Conversations.Tests.Property;

/// <summary>A live query of the model.</summary>
internal sealed record Live(string Id, long Sequence, long Submitted, long Expires, bool Delivers, string Content);

/// <summary>An ended query of the model.</summary>
internal sealed record Ended(
    Live Query, string Status, string Fence, int Attempts, int Runs, long Turn, long StartedAt, long EndedAt, string Fragment)
{
    /// <summary>Its place in the order of ends.</summary>
    public double Place => Math.Round(EndedAt + (Turn % 1000 / 1000d), 3);
}

/// <summary>A delivery of the model.</summary>
internal sealed class ModelDelivery
{
    public string Status { get; set; } = "pending";
    public int Begun { get; set; }
    public int LastEnded { get; set; }
    public int? Earlier { get; set; }
    public long DeferredSince { get; set; }
    public long LeaseEnd { get; set; }
    public string? Token { get; set; }
    public long NotBefore { get; set; }
    public long Stamp { get; set; }
    public int Looks { get; set; }

    /// <summary>When somebody has to look at it again.</summary>
    public long Need { get; set; }
    public long PushedTo { get; set; }
}

/// <summary>What is true of the head alone, and forgotten with it.</summary>
internal sealed class ModelHead
{
    public string? Token { get; set; }
    public long LeaseEnd { get; set; }
    public long LeaseLength { get; set; }
    public long Stamp { get; set; }
    public int Looks { get; set; }
    public long NotBefore { get; set; }
    public int Attempts { get; set; }
    public int Postponements { get; set; }

    /// <summary>How often it was lost with its process; 2: more than once, a suspect.</summary>
    public int Losses { get; set; }
    public bool RunsAsSuspect { get; set; }
    public bool TookOver { get; set; }

    /// <summary>Its worker tells of its expiry, a sweeper only if the worker has not.</summary>
    public bool ExpiresLate { get; set; }
    public bool IsCancelled { get; set; }

    /// <summary>How often it began to run: granted, or held on to after its lease had run out.</summary>
    public int Runs { get; set; }
    public long StartedAt { get; set; }
}

/// <summary>A conversation of the model.</summary>
internal sealed class ModelConversation(ConversationRef conversation, ModelBucket bucket, long epoch)
{
    public ConversationRef Ref { get; } = conversation;
    public ModelBucket Bucket { get; } = bucket;
    public long Epoch { get; } = epoch;
    public long LastSequence { get; set; }
    public long Fence { get; set; }
    public long GivenUp { get; set; }
    public List<Live> Mailbox { get; } = [];
    public List<Ended> History { get; } = [];
    public ModelHead Head { get; set; } = new();

    /// <summary>When the head needs a look.</summary>
    public long Need { get; set; }
    public long PushedTo { get; set; }

    public Live? First => Mailbox.Count > 0 ? Mailbox[0] : null;
    public IEnumerable<Ended> Completed => History.Where(ended => ended.Status == "completed");
    public IEnumerable<Ended> Others => History.Where(ended => ended.Status != "completed");

    /// <summary>When the lease is over, with the grace after an absence of sweeps; 0 when there is none.</summary>
    public long LeaseOver(long now)
    {
        if (Head.LeaseEnd == 0)
            return 0;
        var over = Math.Min(Head.LeaseEnd, now + Head.LeaseLength);
        return over > now ? over : Math.Max(over, Bucket.GraceAt(now));
    }

    public bool Runs(long now) => LeaseOver(now) > now;

    /// <summary>Counts the changes of a live query's status.</summary>
    public long Version(int position, long now) => position > 0 ? 1 : 2 * Head.Runs + (Runs(now) ? 0 : 1);

    /// <summary>When a sweeper ends which query, if nobody else has.</summary>
    public IEnumerable<(string Id, long At)> Expiring => Mailbox
        .Select((query, i) => (query.Id, query.Expires == 0 ? 0 : query.Expires + (i == 0 && Head.ExpiresLate ? 2000 : 0)))
        .Where(expiry => expiry.Item2 > 0);
}

/// <summary>A bucket of the model.</summary>
internal sealed class ModelBucket
{
    public long Fence { get; set; }
    public long Swept { get; set; }
    public long Grace { get; set; }
    public long QueryHorizon { get; set; }
    public long ReplyHorizon { get; set; }

    /// <summary>Until when nobody takes over; one grace an absence of sweeps, and none that lies further ahead.</summary>
    public long GraceAt(long now)
    {
        var grace = Grace > now + 2000 ? 0 : Grace;
        return Swept > 0 && now - Swept > 2000 && grace <= Swept ? now + 2000 : grace;
    }
}
