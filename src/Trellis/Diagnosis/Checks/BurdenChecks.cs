using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR2014: fields and sign-ons beyond what the structure itself calls bearable, once for each type of units, with the figures of the unit
/// that bears most and the places where the limit is passed.
/// </summary>
internal static class BurdenChecks
{
    public static void Check(CheckContext context, FormDemands demands)
    {
        var heavy = Burden.Of(context.Day, demands).Units.Where(load => load.Fields > context.Settings.BurdenFields || load.Logins.Count > context.Settings.BurdenLogins);
        foreach (var ofType in heavy.Where(static load => load.Unit.Type is not null).GroupBy(static load => load.Unit.Type!).OrderBy(static group => group.Key.At.Start))
        {
            var most = ofType.OrderByDescending(static load => load.Fields).ThenByDescending(static load => load.Logins.Count).First();
            var forms = most.Forms.Count;
            var by = most.ByRequester.Select(one => (Name: Saying.Of(context, one.AskedBy), one.Fields)).ToList();
            var askers = Saying.List([.. by.Select(static one => new Text($"{one.Name.Zh} {Figure(one.Fields)} 个", $"{one.Name.En} {Figure(one.Fields)}"))]);
            var logins = ofType.Max(static load => load.Logins.Count);
            var fieldsZh = forms == 0 ? "" : $"平均每月要填 {forms} 张表、{Figure(most.Fields)} 个字段（{askers.Zh}）；一次采集可以省去 {Figure(most.Needless)} 个。";
            var fieldsEn = forms == 0 ? "" : $" types {Figure(most.Fields)} fields of {forms} forms in an average month ({askers.En}); collecting once would save {Figure(most.Needless)}.";
            context.Add(FindingCodes.Burden, ofType.Key.At, ofType.Key,
                new($"{Saying.Of(most.Unit).Zh}{fieldsZh}另有单独登录的系统最多 {logins} 个。",
                    $"{Saying.Of(most.Unit).En}{fieldsEn} Up to {logins} systems have a sign-on of their own."),
                new($"这里定的上限是每月 {context.Settings.BurdenFields} 个字段、{context.Settings.BurdenLogins} 个登录；先去掉重复的、库里已有的、可以算出的。",
                    $"The limits set here are {context.Settings.BurdenFields} fields a month and {context.Settings.BurdenLogins} sign-ons; begin with what is asked twice, held already or can be computed."),
                ofType.Select(static load => load.Unit));
        }
    }

    private static string Figure(decimal figure) => Math.Round(figure, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
}
