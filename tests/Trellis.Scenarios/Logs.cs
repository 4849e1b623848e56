using System.IO.Compression;
using System.Text;
using Xunit;

namespace Trellis.Scenarios;

/// <summary>Logs the scenarios read: the tutorial's, recorded ones where they lie beside the checkout, and small ones made on the spot.</summary>
internal static class Logs
{
    /// <summary>Three matters, seven events, two people in two units.</summary>
    public const string Csv =
        """
        case,activity,resource,unit,time
        M1,Register,Ann,Office,2025-03-03T09:00:00Z
        M1,Decide,Bea,Board,2025-03-04T09:00:00Z
        M1,Close,Ann,Office,2025-03-05T09:00:00Z
        M2,Register,Ann,Office,2025-03-03T10:00:00Z
        M2,Close,Ann,Office,2025-03-03T12:00:00Z
        M3,Register,Bea,Board,2025-03-03T11:00:00Z
        M3,Close,Bea,Board,2025-03-06T11:00:00Z

        """;

    public static byte[] Bytes => Encoding.UTF8.GetBytes(Csv);

    public static string Hotline => Find("docs/tutorial/hotline.csv")!;

    public static string HotlineInChinese => Find("docs/tutorial/hotline-zh.csv")!;

    /// <summary>The same seven events as XES.</summary>
    public static string Xes
    {
        get
        {
            var text = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">""");
            foreach (var matter in Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static row => row.Split(',')).GroupBy(static row => row[0], StringComparer.Ordinal))
            {
                text.Append($"""{"\n"}<trace><string key="concept:name" value="{matter.Key}"/>""");
                foreach (var row in matter)
                    text.Append($"""{"\n"}<event><string key="concept:name" value="{row[1]}"/><string key="org:resource" value="{row[2]}"/><string key="org:group" value="{row[3]}"/><date key="time:timestamp" value="{row[4]}"/></event>""");
                text.Append("</trace>");
            }

            return text.Append("\n</log>").ToString();
        }
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    /// <summary>A malformed log kept as a file; the README beside it says what is wrong with it.</summary>
    public static string Bad(string name) => Find("tests/data/logs/bad/" + name) ?? throw new FileNotFoundException(name);

    /// <summary>A recorded log that is not ours to ship. Skips the test where it is absent.</summary>
    public static string Recorded(string name)
    {
        var path = Find("shared/data/logs/" + name);
        Assert.SkipWhen(path is null, $"The recorded log {name} does not lie beside this checkout.");
        return path!;
    }

    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path)) return path;
        }

        return null;
    }
}
