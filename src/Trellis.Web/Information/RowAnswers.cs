using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>What a filler said of one item of a row.</summary>
/// <param name="Choice">The position of the claim that is still right; one of the words below; empty where nothing was chosen.</param>
/// <param name="Written">What was typed.</param>
internal readonly record struct RowAnswer(string Choice, string Written)
{
    /// <summary>None of what is held is right any more.</summary>
    public const string Other = "other";

    /// <summary>It is filled already, and nobody is asked; who knows better types it all the same.</summary>
    public const string Held = "held";

    public long? Confirmed => long.TryParse(Choice, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>Whether something that is held was said to be otherwise.</summary>
    public bool Changes => Written.Length > 0 && Choice is Other or Held;
}

/// <summary>
/// What a filler said of the rows of a form, over all its pages: each page sends what it asked, and carries what was said on the others. Nothing of it is kept anywhere until the form is handed in.
/// </summary>
internal sealed class RowAnswers
{
    private const string RowField = "row";
    private const string CarriedField = "said";
    private const string ChoiceOf = "choice.";
    private const string WrittenOf = "written.";

    /// <summary>More than go into one form.</summary>
    private const int Most = SubmittingForms.MostRows;

    private readonly List<(RowId Row, Dictionary<string, RowAnswer> Items)> _rows = [];

    /// <summary>How many rows were shown and looked through.</summary>
    public int Count => _rows.Count;

    public IEnumerable<(int Number, RowId Row, IReadOnlyDictionary<string, RowAnswer> Items)> Rows => _rows.Select(static (one, at) => (at + 1, one.Row, (IReadOnlyDictionary<string, RowAnswer>)one.Items));

    /// <summary>As the form sent it; what cannot be read is left out.</summary>
    public static RowAnswers Of(IFormCollection sent)
    {
        var answers = new RowAnswers();
        foreach (var carried in sent[CarriedField])
        {
            var parts = QueryHelpers.ParseQuery(carried ?? "");
            if (parts.TryGetValue(RowField, out var of)) answers.Take(of.ToString(), parts.Where(static part => part.Key != RowField).Select(static part => KeyValuePair.Create(part.Key, part.Value.ToString())));
        }

        var asked = sent.Where(static field => field.Key.StartsWith(ChoiceOf, StringComparison.Ordinal) || field.Key.StartsWith(WrittenOf, StringComparison.Ordinal)).Select(static field => KeyValuePair.Create(field.Key, field.Value.ToString().Trim())).ToList();
        foreach (var row in sent[RowField])
            if (RowId.Parse(row ?? "") is { } id)
                answers.Take(row!, asked.Where(field => field.Key.EndsWith($"@{id.Key}", StringComparison.Ordinal)).Select(field => KeyValuePair.Create(field.Key[..^(id.Key.Length + 1)], field.Value)));
        return answers;
    }

    public RowAnswer Of(RowId row, string item) => _rows.FirstOrDefault(one => one.Row == row).Items?.GetValueOrDefault(item) ?? default;

    /// <summary>A row that is shown stands among those that were looked through, in its order.</summary>
    /// <returns>Its number, as people count.</returns>
    public int Show(RowId row)
    {
        var at = _rows.FindIndex(one => one.Row == row);
        if (at < 0) _rows.Add((row, new(StringComparer.Ordinal)));
        return (at < 0 ? _rows.Count - 1 : at) + 1;
    }

    public static string ChoiceField(RowId row, string item) => $"{ChoiceOf}{item}@{row.Key}";

    public static string WrittenField(RowId row, string item) => $"{WrittenOf}{item}@{row.Key}";

    /// <summary>What was said of rows that are not on the page, as the page carries it.</summary>
    public IEnumerable<string> Carried(IReadOnlyCollection<RowId> shown)
    {
        foreach (var (row, items) in _rows)
        {
            if (shown.Contains(row)) continue;
            var parts = new List<KeyValuePair<string, string?>> { new(RowField, row.ToString()) };
            foreach (var (item, answer) in items)
            {
                if (answer.Choice.Length > 0) parts.Add(new(ChoiceOf + item, answer.Choice));
                if (answer.Written.Length > 0) parts.Add(new(WrittenOf + item, answer.Written));
            }

            yield return QueryHelpers.AddQueryString("", parts)[1..];
        }
    }

    /// <summary>The rows as they are handed in: what is still right is referred to, and what is typed goes to the register, for its owner to settle where they hold something else.</summary>
    /// <param name="faults">Is told what cannot be read, by row and item.</param>
    public FixedList<FilledRow> Make(SitePage page, List<string> faults)
    {
        var (structure, day) = (page.InForce.Structure, page.Site.Today);
        var typing = new TypingItems(structure, day);
        var rows = new List<FilledRow>();
        foreach (var (number, row, items) in Rows)
        {
            var (given, confirmed) = (new List<ItemGiven>(), new List<ConfirmedItem>());
            foreach (var (item, answer) in items.OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                var id = $"{row.Register}.{item}";
                var called = ShownValues.NameOf(page, id);
                if (answer.Confirmed is { } position) confirmed.Add(new ConfirmedItem(item, position));
                else if (answer is { Choice: RowAnswer.Other, Written.Length: 0 }) faults.Add(page.Say($"第 {number} 行「{called.Zh}」：不对了，请写对的；不知道就两样都不选。", $"Row {number}, {called.En}: where it is not right any more, write what is; choose neither where you do not know."));
                else if (answer.Written.Length > 0)
                {
                    var value = typing.Read(row.Register, item, [PlacedNames.WithMeasure(structure.Items.On(id, day), answer.Written)], out var why);
                    if (why is null) given.Add(new ItemGiven(item, value));
                    else faults.Add(page.Say($"第 {number} 行「{called.Zh}」：{why.Whole.Zh}", $"Row {number}, {called.En}: {why.Whole.En}"));
                }
            }

            if (given.Count > 0 || confirmed.Count > 0) rows.Add(new FilledRow(row, [.. given]) { Confirmed = [.. confirmed] });
        }

        return [.. rows];
    }

    private void Take(string row, IEnumerable<KeyValuePair<string, string>> fields)
    {
        if (_rows.Count >= Most || RowId.Parse(row) is not { } id || !EnteringSubjects.MayBe(id) || _rows.Exists(one => one.Row == id)) return;
        var items = new Dictionary<string, RowAnswer>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (value.Length is 0 or > TypingItems.LongestText) continue;
            if (name.StartsWith(ChoiceOf, StringComparison.Ordinal)) items[name[ChoiceOf.Length..]] = new RowAnswer(value, items.GetValueOrDefault(name[ChoiceOf.Length..]).Written ?? "");
            else if (name.StartsWith(WrittenOf, StringComparison.Ordinal)) items[name[WrittenOf.Length..]] = new RowAnswer(items.GetValueOrDefault(name[WrittenOf.Length..]).Choice ?? "", value);
        }

        _rows.Add((id, items));
    }
}
