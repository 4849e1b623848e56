using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

public enum StepKind
{
    Receive,
    Check,
    Perform,
    Consult,
    Resolve,
    Agree,
    Decide,
    Deliver,
    Notify,
    Confirm,
}

/// <summary>What an outcome of a decision writes into a register.</summary>
/// <param name="Outcome">The outcome that writes it.</param>
/// <param name="Item">An item of the row in a role, such as applicant.home.</param>
/// <param name="Source">The fact that says it, or the role whose row it is.</param>
/// <param name="At">Where the outcome is named.</param>
public sealed record RecordedItem(string Outcome, Ref Item, Ref Source, Mark At)
{
    /// <summary>The role in whose row it is written.</summary>
    public string Role => Item.Id[..Math.Max(0, Item.Id.IndexOf('.', StringComparison.Ordinal))];

    /// <summary>The item without the role.</summary>
    public string Field => Item.Id[(Item.Id.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>A piece of a flow: a step, or a control word with what it holds. No jumps: every flow is a block.</summary>
public abstract record FlowPart(Mark At)
{
    /// <summary>This part and all inside it, outermost first.</summary>
    public IEnumerable<FlowPart> All => Inner.SelectMany(static part => part.All).Prepend(this);

    public abstract IReadOnlyList<FlowPart> Inner { get; }

    public sealed record Step(StepKind Kind, string Id, Mark At, Node Node) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => [];

        /// <summary>A post, "requester", "first-contact", a role, or "system/id"; null where the power or nothing says who.</summary>
        public PostName? By { get; } = Node["by"u8].Post();

        public Ref? Power { get; } = Node["power"u8].Ref();

        /// <summary>Its own duty where that is not the matter's.</summary>
        public Ref? Duty { get; } = Node["duty"u8].Ref();

        public Formula? When { get; } = Node["when"u8].Formula();

        public Term? Within { get; } = Node["within"u8].Term();

        public IReadOnlyList<Ref> Uses { get; } = Node["uses"u8].Refs();

        public IReadOnlyList<Ref> Gives { get; } = Node["gives"u8].Refs();

        public IReadOnlyList<Ref> Resources { get; } = Node["resources"u8].Refs();

        public IReadOnlyList<Ref> ApartFrom { get; } = Node["apart-from"u8].Refs();

        public bool SkippedIfNobody { get; } = Node["if-nobody"u8].Is("skip"u8);

        /// <summary>The post that does it where nobody near has the one named; null where there is none.</summary>
        public PostName? Otherwise { get; } = Node["if-nobody"u8].Is("skip"u8) ? null : Node["if-nobody"u8].Post();

        public string? Result { get; } = Node["result"u8].TextOrNull();

        public IReadOnlyList<Citation> Basis { get; } = Node["basis"u8].Citations();

        /// <summary>The system its performer must use.</summary>
        public Ref? Via { get; } = Node["via"u8].Ref();

        /// <summary>decide: the fact that is the sum.</summary>
        public Ref? Amount { get; } = Node["amount"u8].Ref();

        /// <summary>decide, resolve: outcome and the result it sets ("next" goes on without one).</summary>
        public IReadOnlyList<(string Outcome, string Result, Mark At)> Outcomes { get; } = ReadOutcomes(Node["outcomes"u8]);

        /// <summary>decide: what each outcome writes into registers.</summary>
        public IReadOnlyList<RecordedItem> Records { get; } = ReadRecords(Node["records"u8]);

        /// <summary>consult, agree: with whom.</summary>
        public PostName? With { get; } = Node["with"u8].Post();

        /// <summary>What is agreed.</summary>
        public Text? What { get; } = Node["what"u8].Texts();

        /// <summary>What is given for it.</summary>
        public Text? For { get; } = Node["for"u8].Texts();

        /// <summary>How long what was agreed holds.</summary>
        public Text? Until { get; } = Node["until"u8].Texts();

        public IReadOnlyList<Ref> Shows { get; } = Node["shows"u8].Refs();

        public TimeLimit? Lasts { get; } = Node["lasts"u8].Limit();

        /// <summary>resolve: how many of those who may vote must take part, from 0 to 1; null where nothing is said.</summary>
        public decimal? QuorumShare { get; } = ShareOf(Node["quorum"u8]);

        /// <summary>resolve: the share of votes that must be passed, from 0 to 1.</summary>
        public decimal? MajorityShare { get; } = ShareOf(Node["majority"u8]["over"u8]);

        /// <summary>notify: whom.</summary>
        public PostName? Tell { get; } = Node["tell"u8].Post();

        /// <summary>perform: whether what is held of whoever filed the matter is erased by it, as far as nothing else holds it.</summary>
        public bool ErasesRequester { get; } = Node["erases"u8].Is("requester"u8);

        public bool ByRequester => By is { Post: "requester", At: null };

        /// <summary>Automated: done by a system.</summary>
        public string? BySystem => By is { Post: { } post, At: null } && post.StartsWith("system/", StringComparison.Ordinal) ? post["system/".Length..] : null;

        private static decimal? ShareOf(Node node) => node.Amount() is { Measure: Quantities.Measure.Percent } share ? share.Value / 100 : null;

        private static List<RecordedItem> ReadRecords(Node node)
        {
            var records = new List<RecordedItem>();
            foreach (var (outcome, items) in node.Pairs)
                foreach (var (item, source) in items.Pairs)
                    if (source.Ref() is { } from) records.Add(new RecordedItem(outcome.Text, new Ref(item.Text, item.Mark), from, outcome.Mark));
            return records;
        }

        private static List<(string, string, Mark)> ReadOutcomes(Node node)
        {
            var outcomes = new List<(string, string, Mark)>();
            foreach (var (key, value) in node.Pairs) outcomes.Add((key.Text, value.TextOrEmpty(), key.Mark));
            return outcomes;
        }
    }

    public sealed record Sequence(Mark At, IReadOnlyList<FlowPart> Parts, Term? Within) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => Parts;
    }

    /// <summary>All begin together, and all end before it goes on.</summary>
    public sealed record Parallel(Mark At, IReadOnlyList<FlowPart> Parts, Term? Within) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => Parts;
    }

    /// <summary>One after the other, in whatever order.</summary>
    public sealed record AnyOrder(Mark At, IReadOnlyList<FlowPart> Parts, Term? Within) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => Parts;
    }

    /// <summary>The first branch whose condition holds; the last has none.</summary>
    public sealed record Choice(Mark At, IReadOnlyList<Branch> Branches, Term? Within) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => [.. Branches.Select(static branch => branch.Then)];

        public bool HasOtherwise => Branches.Any(static branch => branch.When is null);
    }

    public sealed record Branch(Mark At, Formula? When, Sequence Then);

    public sealed record Repeat(Mark At, Formula? Until, int? AtMost, Term? Within, (string Name, Ref Members)? ForEach, Sequence Do, Sequence? Exhausted) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => Exhausted is null ? [Do] : [Do, Exhausted];
    }

    /// <summary>Another matter type run here, without its receive, deliver and confirm, on this filing.</summary>
    public sealed record Part(Mark At, string Id, Ref Matter, IReadOnlyList<(string Role, string Bound, Mark At)> With, Formula? When, Term? Within) : FlowPart(At)
    {
        public override IReadOnlyList<FlowPart> Inner => [];
    }
}

/// <summary>Turns the lists and maps of a flow into its parts. What does not fit was told by the shape check and is left out.</summary>
internal static class ReadingFlows
{
    internal static FlowPart.Sequence Read(Node list) => new(list.Mark, ReadList(list), null);

    private static List<FlowPart> ReadList(Node list)
    {
        var parts = new List<FlowPart>();
        foreach (var element in list.Elements)
            if (ReadOne(element) is { } part) parts.Add(part);
        return parts;
    }

    private static FlowPart? ReadOne(Node element)
    {
        if (element.IsList) return Read(element); // one "- " too many, which was told: the steps are there all the same
        foreach (var (key, value) in element.Pairs)
        {
            var word = key.Text;
            switch (word)
            {
                case "sequence": return new FlowPart.Sequence(key.Mark, ReadList(value), element["within"u8].Term());
                case "parallel": return new FlowPart.Parallel(key.Mark, ReadList(value), element["within"u8].Term());
                case "any-order": return new FlowPart.AnyOrder(key.Mark, ReadList(value), element["within"u8].Term());
                case "choice": return new FlowPart.Choice(key.Mark, ReadBranches(value), element["within"u8].Term());
                case "repeat": return ReadRepeat(key, value);
                case "part":
                    var with = new List<(string, string, Mark)>();
                    foreach (var (role, bound) in value["with"u8].Pairs) with.Add((role.Text, bound.TextOrEmpty(), role.Mark));
                    var matter = value["matter"u8].Ref() ?? default;
                    return new FlowPart.Part(key.Mark, value["id"u8].TextOrNull() ?? matter.Id ?? "", matter, with, value["when"u8].Formula(), value["within"u8].Term());
                default:
                    var kind = Array.IndexOf(Vocabulary.Words.StepWords, word);
                    if (kind < 0) continue;
                    return new FlowPart.Step((StepKind)kind, value["id"u8].TextOrNull() ?? word, key.Mark, value);
            }
        }

        return null;
    }

    private static List<FlowPart.Branch> ReadBranches(Node list)
    {
        var branches = new List<FlowPart.Branch>();
        foreach (var branch in list.Elements)
        {
            branches.Add(branch["otherwise"u8].Exists
                ? new FlowPart.Branch(branch.Mark, null, Read(branch["otherwise"u8]))
                : new FlowPart.Branch(branch.Mark, branch["when"u8].Formula(), Read(branch["then"u8])));
        }

        return branches;
    }

    private static FlowPart.Repeat ReadRepeat(Node key, Node map)
    {
        (string, Ref)? each = null;
        foreach (var (name, members) in map["for-each"u8].Pairs)
            if (members.Ref() is { } found) each = (name.Text, found);
        return new FlowPart.Repeat(key.Mark, map["until"u8].Formula(), map["at-most"u8].Whole(), map["within"u8].Term(), each, Read(map["do"u8]),
            map["exhausted"u8].Exists ? Read(map["exhausted"u8]) : null);
    }
}
