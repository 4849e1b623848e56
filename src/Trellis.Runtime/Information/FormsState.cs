using Trellis.Information.Forms;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>What acts on forms need at hand: the file of one occasion, and what a unit settled about the form. An empty occasion needs no file.</summary>
internal sealed record FormNeeded(string Form, string Unit, string Occasion)
{
    /// <summary>Rows of registers that the form writes to; they are at hand as for an act on registers.</summary>
    public SubjectsNeeded? Rows { get; init; }
}

/// <summary>
/// What acts on forms are decided on. The writer's preparing thread alone uses it. Events of batches under way are kept until they are stored; everything else is read for each batch, since
/// a unit fills in a form once in a period.
/// </summary>
internal sealed class FormsState : IDecidedState
{
    private readonly Dictionary<FormNeeded, List<IEvent>> _loaded = [];
    private readonly Queue<List<(long Position, IEvent Event)>> _underWay = [];
    private List<(long Position, IEvent Event)> _new = [];

    public FormFile File(string form, string unit, string occasion)
    {
        var file = new FormFile(form, new UnitId(unit), occasion);
        foreach (var one in Events(new FormNeeded(form, unit, occasion))) file = file.After(one);
        return file;
    }

    public FormStanding Standing(string form)
    {
        var standing = FormStanding.Asked;
        foreach (var one in Events(new FormNeeded(form, "", ""))) standing = standing.After(one);
        return standing;
    }

    /// <summary>The post to which a unit gave a section; null where it is with that of the structure.</summary>
    public PostAt? Delegated(string form, string unit, string section) => Events(new FormNeeded(form, unit, "")).OfType<SectionDelegated>().LastOrDefault(one => one.Section == section)?.To;

    /// <summary>The last matter in which the owner answers a unit about a field; null where it never reported it.</summary>
    public MatterId? AskedTwice(string form, string unit, string item) => Events(new FormNeeded(form, unit, "")).OfType<AskedTwiceReported>().LastOrDefault(one => one.Item == item)?.Matter;

    public void Add(long position, IEvent happened) => _new.Add((position, happened));

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        _loaded.Clear();
        foreach (var need in needs)
        {
            if (need is not PendingOrder { Also: FormNeeded asked }) continue;
            var needed = asked with { Rows = null };
            foreach (var one in (FormNeeded[])[needed, needed with { Occasion = "" }, new(needed.Form, "", "")])
            {
                if (_loaded.ContainsKey(one)) continue;
                var rows = one.Unit.Length == 0 ? FormRows.Form(read(), one.Form) : one.Occasion.Length == 0 ? FormRows.Unit(read(), one.Form, one.Unit) : FormRows.Occasion(read(), one.Form, one.Unit, one.Occasion);
                _loaded.Add(one, [.. rows.Where(row => _underWay.All(batch => batch.All(under => under.Position != row.Position))).Select(static row => row.Event)]);
            }
        }
    }

    public void Begin() => _new = [];

    public void Fold(Writes writes)
    {
        foreach (var (position, happened) in _new) FormRows.Fold(writes, position, happened);
        _underWay.Enqueue(_new);
        if (_underWay.Count > MattersState.Stored) _underWay.Dequeue();
        _new = [];
    }

    public void Forget(long stored)
    {
        _loaded.Clear();
        _underWay.Clear();
        _new = [];
    }

    /// <summary>What is stored, and what the batches under way and this one did since.</summary>
    private IEnumerable<IEvent> Events(FormNeeded about) => _loaded.GetValueOrDefault(about, []).Concat(_underWay.Append(_new).SelectMany(static batch => batch).Select(static one => one.Event).Where(one => IsAbout(one, about)));

    private static bool IsAbout(IEvent happened, FormNeeded about) => happened switch
    {
        FormSubmitted { Handed: var one } => (one.Form, one.Unit.Text, one.Occasion) == (about.Form, about.Unit, about.Occasion),
        FormCorrected { Handed: var one } => (one.Form, one.Unit.Text, one.Occasion) == (about.Form, about.Unit, about.Occasion),
        FormReturned one => (one.Form, one.Unit.Text, one.Occasion) == (about.Form, about.Unit, about.Occasion),
        SectionDelegated one => (one.Form, one.Unit.Text, "") == (about.Form, about.Unit, about.Occasion),
        AskedTwiceReported one => (one.Form, one.Unit.Text, "") == (about.Form, about.Unit, about.Occasion),
        FormSuspended one => (one.Form, "") == (about.Form, about.Unit),
        FormRenewed one => (one.Form, "") == (about.Form, about.Unit),
        _ => false,
    };
}
