namespace Trellis.Diagnosis.Reports;

/// <summary>How a report on an outside log is to be worded, and whether it may name people.</summary>
public sealed record ReportSettings
{
    public required Language Language { get; init; }

    /// <summary>True only when somebody asked for names. Without it people appear under pseudonyms: findings accuse rules, not people.</summary>
    public bool Names { get; init; }

    /// <summary>From the name in the log to the pseudonym. Units and activities go by their own names and do not stand here.</summary>
    public IReadOnlyDictionary<string, string> Pseudonyms { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a person is called in this report. A person without a pseudonym stays unnamed rather than named by mistake.</summary>
    public string Person(string name) =>
        Names ? name
        : Pseudonyms.TryGetValue(name, out var pseudonym) ? pseudonym
        : Language == Language.Chinese ? "未编号人员" : "Unnumbered person";
}
