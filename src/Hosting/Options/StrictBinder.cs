using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Workers.Hosting.Options;

/// <summary>
/// Fills options from the configuration and refuses what it does not know. The framework's binder can refuse unknown
/// keys too,
/// but it neither names the known ones nor reads our durations, and it shows secrets in its errors.
/// </summary>
internal static class StrictBinder
{
    /// <summary>Each property is a section; sections that <typeparamref name="T"/> does not have belong to
    /// others.</summary>
    public static T Bind<T>(IConfiguration configuration) where T : new()
    {
        var options = new T();
        foreach (var property in typeof(T).GetProperties())
        {
            var section = configuration.GetSection(property.Name);
            if (section.GetChildren().Any())
                property.SetValue(options, Section(section, property.PropertyType, property.Name));
        }

        return options;
    }

    private static object Section(IConfigurationSection section, Type type, string path)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Entries(section, type.GetGenericArguments()[1], path);

        var options = Activator.CreateInstance(type)!;
        var known = type.GetProperties().Where(property => property.CanWrite).ToArray();
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(known, k => k.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(path, child.Key, known);
            if (Member(child, property, $"{path}:{property.Name}") is { } value)
                property.SetValue(options, value);
        }

        return options;
    }

    private static object Entries(IConfigurationSection section, Type type, string path)
    {
        var add = typeof(Dictionary<,>).MakeGenericType(typeof(string), type);
        var entries = (System.Collections.IDictionary)Activator.CreateInstance(add)!;
        foreach (var child in section.GetChildren())
            entries[child.Key] = Nested(child, type, $"{path}:{child.Key}");
        return entries;
    }

    private static object Nested(IConfigurationSection section, Type type, string path) =>
        string.IsNullOrEmpty(section.Value)
            ? Section(section, type, path)
            : throw new ConfigurationException(
                $"{path} is no setting of its own; it has {Names(type.GetProperties())}.");

    private static object? Member(IConfigurationSection child, PropertyInfo property, string path)
    {
        if (property.PropertyType == typeof(IReadOnlyList<string>))
            return Items(child, path);
        if (IsNested(property.PropertyType))
            return Nested(child, property.PropertyType, path);
        if (child.GetChildren().Any())
            throw new ConfigurationException($"{path} takes one value, not a list or a section.");
        return child.Value is null ? null : OptionValue.Parse(child.Value, property, path);
    }

    private static IReadOnlyList<string> Items(IConfigurationSection list, string path)
    {
        if (!string.IsNullOrEmpty(list.Value))
            throw new ConfigurationException($"{path} is a list; its first value is {path}:0.");
        return [.. list.GetChildren().Select(item => Item(item, path))];
    }

    private static string Item(IConfigurationSection item, string path)
    {
        if (!item.Key.All(char.IsAsciiDigit))
            throw new ConfigurationException($"{path}:{item.Key} is not a setting; {path} is a list with {path}:0 first.");
        return string.IsNullOrWhiteSpace(item.Value)
            ? throw new ConfigurationException($"{path}:{item.Key} must not be empty.")
            : item.Value;
    }

    internal static bool IsNested(Type type) => type.Namespace == typeof(AllOptions).Namespace && type.IsClass;

    private static ConfigurationException Unknown(string path, string key, PropertyInfo[] known) =>
        new($"{path}:{key} is not a setting; {path} has {Names(known)}.");

    private static string Names(IEnumerable<PropertyInfo> known) => string.Join(", ", known.Select(k => k.Name));
}
