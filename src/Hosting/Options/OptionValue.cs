using System.Globalization;
using System.Reflection;

namespace Workers.Hosting.Options;

/// <summary>One setting's text as a value of its property, or a sentence that says what it must be.</summary>
internal static class OptionValue
{
    /// <summary>Null when the text is empty and the setting is one that may be left out.</summary>
    public static object? Parse(string text, PropertyInfo property, string path)
    {
        var type = property.PropertyType;
        if (type == typeof(string) || type == typeof(Uri))
            return string.IsNullOrWhiteSpace(text) ? null : type == typeof(Uri) ? Address(text, path) : text;

        var value = Read(text.Trim(), type);
        return value is not null && IsWithin(value, property)
            ? value
            : throw new ConfigurationException($"{path} must be {Form(property)}, but is {Shown(text, property)}.");
    }

    private static Uri Address(string text, string path) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ConfigurationException($"{path} must be an absolute http or https address.");

    private static object? Read(string text, Type type)
    {
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out var b) ? b : null;
        if (type == typeof(TimeSpan))
            return Duration.TryParse(text, out var d) ? d : null;
        if (type == typeof(IReadOnlyList<TimeSpan>))
            return Durations(text);
        if (type.IsEnum)
            return Names(text, type);
        throw new NotSupportedException($"No setting can be a {type}.");
    }

    private static TimeSpan[]? Durations(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var all = new TimeSpan[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!Duration.TryParse(words[i], out all[i]))
                return null;
        }

        return all.Length is > 0 and <= 100 ? all : null;
    }

    private static object? Names(string text, Type type)
    {
        var isFlags = type.IsDefined(typeof(FlagsAttribute));
        var words = isFlags ? text.Split(',', StringSplitOptions.TrimEntries) : [text];
        var known = Known(type);
        var bits = 0;
        foreach (var word in words)
        {
            if (!known.TryGetValue(word, out var bit))
                return null;
            bits |= bit;
        }

        return Enum.ToObject(type, bits);
    }

    private static Dictionary<string, int> Known(Type type) => Enum.GetValuesAsUnderlyingType(type).Cast<int>()
        .Where(bit => bit != 0 || !type.IsDefined(typeof(FlagsAttribute)))
        .ToDictionary(bit => Enum.GetName(type, bit)!, StringComparer.OrdinalIgnoreCase);

    private static bool IsWithin(object value, PropertyInfo property)
    {
        if (property.GetCustomAttribute<BetweenAttribute>() is not { } between)
            return true;
        if (value is TimeSpan[] all)
            return all.All(one => IsBetween(one, between, typeof(TimeSpan)));
        return IsBetween((IComparable)value, between, property.PropertyType);
    }

    private static bool IsBetween(IComparable value, BetweenAttribute between, Type type) =>
        value.CompareTo(Read(between.Least, type)) >= 0 && value.CompareTo(Read(between.Greatest, type)) <= 0;

    private static string Form(PropertyInfo property)
    {
        var type = property.PropertyType;
        var range = property.GetCustomAttribute<BetweenAttribute>() is { } b ? $"between {b.Least} and {b.Greatest}" : "";
        if (type == typeof(int))
            return range.Length > 0 ? range : "a whole number";
        if (type == typeof(TimeSpan))
            return $"{range} (as 5s, 30m, 2h, 30d or hh:mm:ss)";
        if (type == typeof(IReadOnlyList<TimeSpan>))
            return $"durations {range}, separated by spaces (as 5s 5m 2h)";
        if (type == typeof(bool))
            return "true or false";
        var names = string.Join(type.IsDefined(typeof(FlagsAttribute)) ? "," : " or ", Known(type).Keys);
        return names.ToLowerInvariant();
    }

    private static string Shown(string text, PropertyInfo property)
    {
        if (property.IsDefined(typeof(SecretAttribute)))
            return "not";
        var line = new string([.. text.Take(40).Select(c => char.IsControl(c) ? ' ' : c)]);
        return $"'{line}'";
    }
}
