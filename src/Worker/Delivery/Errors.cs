using System.Net.Sockets;
using System.Security.Authentication;

namespace Workers.Worker.Delivery;

/// <summary>The words for an attempt that brought no status.</summary>
internal static class Errors
{
    public const string Timeout = "timeout";
    public const string Blocked = "blocked_address";
    public const string Dns = "dns_failed";
    public const string Refused = "connection_refused";
    public const string Connection = "connection_failed";
    public const string Tls = "tls_failed";
    public const string Reset = "reset";

    /// <summary>Something answered that does not speak HTTP as it should.</summary>
    public const string BadResponse = "bad_response";

    /// <summary>The mistake is ours; the log has it.</summary>
    public const string Internal = "internal_error";

    /// <summary>The schedule is used up by attempts that were lost with their processes.</summary>
    public const string AttemptsLost = "attempts_lost";

    /// <summary>The receiver had no place for it for a day, or for a whole longer schedule: it answers slowly or not at
    /// all.</summary>
    public const string DeferredTooLong = "deferred_too_long";

    /// <summary>The address has answered 410 to another delivery.</summary>
    public const string AddressOff = "address_off";

    /// <summary>The tenant is no longer configured.</summary>
    public const string TenantGone = "tenant_gone";

    /// <summary>The tenant has no address for this reply, or no longer lists its host.</summary>
    public const string AddressGone = "address_gone";

    /// <summary>The tenant has no secret to sign with.</summary>
    public const string SecretGone = "secret_gone";

    /// <summary>The word for what the connection threw: the innermost cause that has one.</summary>
    public static string Of(Exception exception) => exception switch
    {
        BlockedAddressException => Blocked,
        OperationCanceledException or TimeoutException => Timeout,
        AuthenticationException => Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Tls,
        SocketException socket => Of(socket.SocketErrorCode),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Reset,
        { InnerException: { } inner } => Of(inner),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Connection,
        _ => BadResponse,
    };

    private static string Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Refused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Reset,
        SocketError.TimedOut => Timeout,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => Dns,
        _ => Connection,
    };
}
