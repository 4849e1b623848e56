using System.IO.Compression;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Standards;

/// <summary>Finds the logs the tests read, and says what stands in them in a form that is quick to compare.</summary>
internal static class LogFiles
{
    /// <summary>A small log of our own, under tests/data/logs.</summary>
    public static Stream Ours(string name) => File.OpenRead(Find(Path.Combine("tests", "data", "logs", name)) ?? throw new FileNotFoundException(name));

    /// <summary>A recorded log that lies beside the checkout and is not ours to ship. Skips the test where it is absent.</summary>
    public static MemoryStream Shared(string name)
    {
        var path = Find(Path.Combine("shared", "data", "logs", name));
        Assert.SkipWhen(path is null, $"The recorded log {name} does not lie beside this checkout.");
        using var file = File.OpenRead(path!);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        unzipped.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>A text that lies beside the recorded logs.</summary>
    public static string SharedText(string name)
    {
        var path = Find(Path.Combine("shared", "data", "logs", name));
        Assert.SkipWhen(path is null, $"The reference figures {name} do not lie beside this checkout.");
        return File.ReadAllText(path!);
    }

    public static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>One line for each event: case, activity, resource, group, written time.</summary>
    public static string[] Rows(EventLog log)
    {
        var rows = new List<string>();
        for (var number = 0; number < log.CaseCount; number++)
        {
            for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++)
            {
                var row = $"{log.CaseNames[number]} | {log.ActivityNames[log.Activities[at]]}";
                if (log.HasResources) row += $" | {Name(log.ResourceNames, log.Resources[at])}";
                if (log.HasGroups) row += $" | {Name(log.GroupNames, log.Groups[at])}";
                rows.Add($"{row} | {new DateTime(log.Written(at)):yyyy-MM-dd HH:mm}");
            }
        }

        return [.. rows];

        static string Name(string[] names, int number) => number == EventLog.Missing ? "-" : names[number];
    }

    private static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path)) return path;
        }

        return null;
    }
}
