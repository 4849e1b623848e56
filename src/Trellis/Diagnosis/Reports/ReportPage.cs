namespace Trellis.Diagnosis.Reports;

/// <summary>What every part of the report needs: the figures, the words, the page with the forms that all parts share.</summary>
internal sealed class ReportPage(LogDiagnosis diagnosis, ReportSettings settings, TextWriter to) : PageForms(to)
{
    public LogDiagnosis Diagnosis { get; } = diagnosis;

    public ReportSettings Settings { get; } = settings;

    public ReportTexts Texts { get; } = new(settings.Language);

    public string Duration(double seconds) => Durations.Say(seconds, Settings.Language);

    /// <summary>How long until the next event; often the same moment.</summary>
    public string Wait(double seconds) => seconds == 0 ? Texts.AtOnce : Duration(seconds);

    public string Person(string name) => ShownName.Of(Settings.Person(name));
}
