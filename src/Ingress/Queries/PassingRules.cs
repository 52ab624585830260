using Workers.Hosting.Options;
using Workers.Ingress.Access;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// What a submission must keep to now, though it may have been right before: time passes, settings change.
/// </summary>
internal sealed class PassingRules(WebhooksOptions webhooks, TimeProvider time)
{
    public FieldErrors Check(SubmitRequest request, Caller caller)
    {
        var errors = new FieldErrors();
        if (request.ExpiresAt is { } text && ExpiryRule.Read(text) <= time.GetUtcNow())
            errors.Add("expiresAt", "expiresAt must be in the future.");
        if (request.ReplyTo is { } replyTo)
            errors.Add("replyTo", ReplyToRule.Fault(replyTo, caller.Options, webhooks.DangerousAllowPrivateAddresses));
        return errors;
    }
}
