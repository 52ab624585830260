namespace Workers.Chaos.Audit.Rules;

/// <summary>When all has ended, no queue holds anything.</summary>
internal sealed class MessagesLeft : Rule
{
    public override string Name => "messages left in RabbitMQ";

    public override IEnumerable<string> Offences(Records records) => records.QueuesLeft
        .Where(queue => queue.Ready + queue.Unacknowledged > 0)
        .Select(queue => $"{queue.Queue} holds {queue.Ready} ready and {queue.Unacknowledged} unacknowledged");
}
