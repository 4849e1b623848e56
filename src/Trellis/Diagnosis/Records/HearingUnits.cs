using System.Globalization;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;

namespace Trellis.Diagnosis.Records;

/// <summary>
/// Which findings the units were told of, and what they answered, as the entries of a record say. A finding is the same over all runs by its code, whom it is about and the rule that it leans on, for a year from the day on which its
/// units were told; found later still, it is told and answered anew.
/// </summary>
public sealed class HearingUnits
{
    /// <summary>For so long an answer stands for what is found again.</summary>
    private const int DaysOfAPeriod = 365;

    private readonly Dictionary<string, (long Number, DateTimeOffset At)> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<(long Position, FindingAnswered Answer)>> _answers = [];

    public void Add(long position, FindingTold told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var key = KeyOf(told.Code, told.About, told.Names, told.Rule);
        // Told twice in one period, it was told the first time.
        if (!_told.TryGetValue(key, out var before) || told.Happened - before.At >= TimeSpan.FromDays(DaysOfAPeriod)) _told[key] = (position, told.Happened);
    }

    public void Add(long position, FindingAnswered answered)
    {
        ArgumentNullException.ThrowIfNull(answered);
        if (!_answers.TryGetValue(answered.Finding, out var answers)) _answers.Add(answered.Finding, answers = []);
        answers.Add((position, answered));
    }

    /// <summary>The findings, each about units with how far these were heard.</summary>
    /// <param name="now">When it is asked.</param>
    /// <param name="dayOf">The day of a moment where the record is kept.</param>
    /// <param name="last">The last day on which a finding that was told at a moment waits for its units.</param>
    public FindingReport Into(FindingReport report, DateTimeOffset now, Func<DateTimeOffset, DateOnly> dayOf, Func<DateTimeOffset, DateOnly> last)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(dayOf);
        ArgumentNullException.ThrowIfNull(last);
        return report with { Findings = [.. report.Findings.Select(finding => FindingHearing.UnitsOf(finding.Who) is { Count: > 0 } units ? finding with { Hearing = Of(finding, units) } : finding)] };

        FindingHearing Of(LogFinding finding, IReadOnlyList<string> units) =>
            !_told.TryGetValue(KeyOf(finding), out var told) || now - told.At >= TimeSpan.FromDays(DaysOfAPeriod)
                ? new FindingHearing(units, null, null, null, dayOf(now), [])
                : new FindingHearing(units, told.Number, dayOf(told.At), last(told.At), dayOf(now), [.. _answers.GetValueOrDefault(told.Number, []).Select(one => new UnitAnswer(one.Position, one.Answer.By, dayOf(one.Answer.Happened)))]);
    }

    /// <summary>What its units are to be told of a finding.</summary>
    public static FindingTold Telling(LogFinding finding, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new FindingTold(finding.Code.Code, FindingWords.Word(finding.Who.Kind), [.. finding.Who.Names], finding.Cause?.Entry, now);
    }

    private static string KeyOf(LogFinding finding) => KeyOf(finding.Code.Code, FindingWords.Word(finding.Who.Kind), finding.Who.Names, finding.Cause?.Entry);

    /// <summary>With its length before each word, so that no two lists of words look alike.</summary>
    private static string KeyOf(string code, string about, IReadOnlyList<string> names, string? rule) =>
        string.Concat(((string[])[code, about, rule ?? "", .. names]).Select(static word => string.Create(CultureInfo.InvariantCulture, $"{word.Length}:{word}")));
}
