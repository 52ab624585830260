using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Workers.Hosting.Options;

/// <summary>The table of all settings, made of the options themselves and of what is written above them.</summary>
public static partial class ConfigurationReference
{
    private const string Head = """
        # Configuration

        Made from the options in `src/Hosting/Options` by a test (`UPDATE_DOCS=1` writes it again); do not edit.

        Settings come from environment variables (`__` for `:`, as in `Worker__Slots=8`), `appsettings.json` or the command line
        (`--Worker:Slots=8`). Every process takes every key and uses what concerns it. A wrong value, a missing required one or an
        unknown key inside these sections stops the start with one sentence on stderr that names it, exit code 1.
        Durations are written as `500ms`, `5s`, `30m`, `2h`, `30d` or `hh:mm:ss`.

        | key | default | range | meaning |
        | --- | --- | --- | --- |

        """;

    /// <summary>The page, in Markdown.</summary>
    public static string ToMarkdown()
    {
        var meanings = Meanings();
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var section in typeof(AllOptions).GetProperties())
            AppendSection(page, section.Name, section.PropertyType, meanings);
        return page.ToString();
    }

    private static void AppendSection(StringBuilder page, string path, Type type, Dictionary<string, string> meanings)
    {
        if (type.IsGenericType)
            (path, type) = ($"{path}:{{id}}", type.GetGenericArguments()[1]);

        var defaults = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var key = property.PropertyType == typeof(IReadOnlyList<string>) ? $"{property.Name}:{{n}}" : property.Name;
            if (StrictBinder.IsNested(property.PropertyType))
                AppendSection(page, $"{path}:{key}", property.PropertyType, meanings);
            else
                page.Append(CultureInfo.InvariantCulture, $"| `{path}:{key}` | {Default(property, defaults)} | {Range(property)} ")
                    .Append(CultureInfo.InvariantCulture, $"| {meanings[$"P:{type.FullName}.{property.Name}"]} |\n");
        }
    }

    private static string Default(PropertyInfo property, object? defaults) =>
        property.GetCustomAttribute<ShownDefaultAttribute>()?.Text ?? property.GetValue(defaults) switch
        {
            null or IReadOnlyList<string> => "none",
            TimeSpan duration => $"`{Duration.Format(duration)}`",
            IEnumerable<TimeSpan> durations => $"`{string.Join(' ', durations.Select(Duration.Format))}`",
            bool flag => flag ? "`true`" : "`false`",
            Enum names => $"`{names.ToString().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal)}`",
            var value => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        };

    private static string Range(PropertyInfo property) =>
        property.GetCustomAttribute<BetweenAttribute>() is { } range ? $"{range.Least} to {range.Greatest}" : "";

    // The compiler writes the comments next to the assembly.
    private static Dictionary<string, string> Meanings()
    {
        var assembly = typeof(ConfigurationReference).Assembly;
        var comments = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return XDocument.Load(comments).Descendants("member").ToDictionary(
            member => (string)member.Attribute("name")!, member => Text(member.Element("summary")));
    }

    private static string Text(XElement? summary)
    {
        if (summary is null)
            return "";
        var words = summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement other => $"`{((string?)other.Attribute("cref"))?.Split('.')[^1]}`",
            _ => "",
        });
        return Blanks().Replace(string.Concat(words), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
