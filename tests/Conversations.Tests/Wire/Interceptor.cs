using System.Reflection;

namespace Workers.Conversations.Tests;

/// <summary>Passes every call on to the real object, but those that <see cref="Instead"/> answers.</summary>
public class Interceptor : DispatchProxy
{
    private object _target = null!;

    /// <summary>Answers a call itself, or returns null to pass it on.</summary>
    internal Func<MethodInfo, object?[], object?> Instead { get; set; } = (_, _) => null;

    internal static T Around<T>(T target, Func<MethodInfo, object?[], object?> instead)
        where T : class
    {
        var proxy = Create<T, Interceptor>();
        var interceptor = (Interceptor)(object)proxy;
        interceptor._target = target;
        interceptor.Instead = instead;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Instead(targetMethod!, args ?? []) is { } answer)
            return answer;
        return targetMethod!.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
