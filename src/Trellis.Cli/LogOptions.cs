using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Runtime.Files;

namespace Trellis.Cli;

/// <summary>The options that say how an event log is read, the same for all commands that read one.</summary>
internal sealed class LogOptions
{
    private readonly Option<string[]> _map = new("--map") { Description = "Which column is what, where the names do not tell: case=...,activity=...,resource=...,group=...,level=...,time=...,start=...,deadline=...,type=...,step-deadline=...,outcome=...", HelpName = "ROLE=COLUMN,...", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _missing = new("--missing") { Description = "Values that mean \"no resource, no group\", separated by commas. Default: EMPTY,NULL,NA,N/A,none. An empty value always does.", HelpName = "LIST" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Where times without a zone were written, such as +08:00 or Asia/Shanghai. Default: universal time.", HelpName = "ZONE" };
    private readonly Option<string> _dates = new("--dates") { Description = "How dates such as 03/04/2025 are meant: ymd, dmy or mdy. Dates that begin with the year are always read.", HelpName = "ymd|dmy|mdy", DefaultValueFactory = static _ => "ymd" };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "Encoding of a CSV or TSV that is not UTF-8, such as GB18030.", HelpName = "NAME" };
    private readonly Option<string?> _classifier = new("--classifier") { Description = "XES: name activities by this classifier of the log instead of concept:name alone.", HelpName = "NAME" };
    private readonly Option<string?> _caseType = new("--case-type") { Description = "OCEL: the type of object that is the case.", HelpName = "TYPE" };
    private readonly Option<bool> _skip = new("--skip-bad-rows") { Description = "Leave out rows that cannot be read, and count them in the report, instead of stopping." };

    public Option<string?> Threads { get; } = new("--threads") { Description = "How many processor cores to use. Default: all. The result does not depend on it.", HelpName = "N" };

    private Option[] All => [_map, _missing, _zone, _dates, _encoding, _classifier, _caseType, _skip, Threads];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>The name of one that was given; null where none was.</summary>
    public string? FirstGiven(ParseResult parsed) => Array.Find(All, option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public InputFile Open(string path, ParseResult parsed, Terminal terminal) => InputFile.Open(path, terminal.Input, EncodingOf(parsed.GetValue(_encoding)));

    public LogReading Of(ParseResult parsed, string source) => new()
    {
        Source = source,
        Columns = new LogColumns(Mapping(parsed.GetValue(_map) ?? [])),
        MissingValues = parsed.GetValue(_missing) is { } list ? list.Split(',', StringSplitOptions.TrimEntries) : LogReading.UsualMissingValues,
        Zone = Zones.Of(parsed.GetValue(_zone)),
        Dates = Choices.OneOf(parsed.GetValue(_dates)!, "--dates", "ymd", "dmy", "mdy") switch
        {
            "dmy" => DateOrder.DayFirst,
            "mdy" => DateOrder.MonthFirst,
            _ => DateOrder.YearFirst,
        },
        SkipBadRows = parsed.GetValue(_skip),
        Classifier = parsed.GetValue(_classifier),
        CaseType = parsed.GetValue(_caseType),
        Threads = Cores(parsed.GetValue(Threads)),
    };

    /// <summary>More threads than a few per core only cost memory, so a larger number means as many as make sense.</summary>
    public static int Cores(string? asked)
    {
        if (asked is null) return Environment.ProcessorCount;
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var cores) || cores < 1)
            throw new UnusableInput($"--threads takes a number of cores, not \"{Excerpt.Of(asked, 40)}\".", "Give a number from 1 up, or leave it out to use all.");
        return Math.Min(cores, Environment.ProcessorCount * 4);
    }

    private static Dictionary<LogRole, string> Mapping(string[] maps)
    {
        var mapped = new Dictionary<LogRole, string>();
        foreach (var part in maps.SelectMany(SplitMap))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1)
                throw new UnusableInput($"--map \"{Excerpt.Of(part, 60)}\" does not say ROLE=COLUMN.", "Write for example: --map case=Number,activity=Step.");
            var word = part[..equals].Trim();
            var role = LogColumns.Roles.FirstOrDefault(role => string.Equals(LogColumns.Word(role), word, StringComparison.OrdinalIgnoreCase), (LogRole)(-1));
            if ((int)role < 0)
            {
                var words = LogColumns.Roles.Select(LogColumns.Word).ToList();
                var near = NearNames.Nearest(word, words) is { } meant ? $"Did you mean {meant}? " : "";
                throw new UnusableInput($"--map knows no role \"{Excerpt.Of(word, 40)}\".", $"{near}The roles are {string.Join(", ", words)}.");
            }

            if (!mapped.TryAdd(role, part[(equals + 1)..]))
                throw new UnusableInput($"--map names two columns for {LogColumns.Word(role)}.", "Name one.");
        }

        return mapped;
    }

    /// <summary>Splits at commas that are followed by another ROLE=, so that a column's own name may hold a comma.</summary>
    private static List<string> SplitMap(string map)
    {
        var parts = new List<string>();
        foreach (var piece in map.Split(','))
        {
            if (parts.Count == 0 || piece.Contains('=', StringComparison.Ordinal)) parts.Add(piece);
            else parts[^1] += "," + piece;
        }

        return parts;
    }

    private static Encoding? EncodingOf(string? name)
    {
        if (name is null || string.Equals(name, "utf-8", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "utf8", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // UTF-7 is known and refused by .NET
        {
            throw new UnusableInput($"There is no encoding \"{Excerpt.Of(name, 40)}\".", "Common ones are GB18030, GBK, Big5, utf-16, windows-1252.", inner: fault);
        }
    }
}
