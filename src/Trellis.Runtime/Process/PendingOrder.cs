using System.Security.Cryptography;
using System.Text;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Process;

/// <summary>The decision of another room about an order.</summary>
internal delegate Decision ElsewhereDecided(PendingOrder order, Turn turn, RuleState rules);

/// <summary>Decides corrections of registers and then what rests on them, all or none.</summary>
internal delegate Decision CorrectedDecided(Actor by, IReadOnlyList<CorrectValue> corrections, Turn turn, RuleState rules, Func<Turn, Decision> rest);

/// <summary>Decides what a decision records in registers, all or none.</summary>
/// <param name="position">Where the first of its entries will stand.</param>
/// <param name="why">Set where it is refused, and nothing was done.</param>
internal delegate IReadOnlyList<global::Trellis.Runtime.Ledger.Draft> RecordedDecided(Actor by, IReadOnlyList<RowRecorded> rows, string basis, Turn turn, RuleState rules, out Refusal? why);

/// <summary>An order on its way through the writer, and what was decided about it. It may be decided more than once; what was decided last before it is settled counts.</summary>
internal sealed class PendingOrder
{
    /// <summary>Far below what a key of 128 bits could be met by chance.</summary>
    private const int KeyLength = 16;

    /// <param name="printing">The key under which requests are hashed: what people wrote could else be guessed from a hash that outlives it.</param>
    /// <param name="print">What a request that is sent again must be the same in; null for the act itself.</param>
    public PendingOrder(byte[] printing, ActOrder order, IAct act, long[] matters, string? print = null)
    {
        (Order, Act, Matters) = (order, act, matters);
        Key = KeyOf(order.By, order.Key);
        if (Key is null) return;
        Request = HMACSHA256.HashData(printing, Encoding.UTF8.GetBytes($"{print ?? ActPrints.Of(order.Act)}|{order.Happened?.UtcTicks}|{order.IfRevision}"))[..KeyLength];
    }

    public ActOrder Order { get; }

    /// <summary>The act, with what the desk minted for it.</summary>
    public IAct Act { get; }

    /// <summary>The matters that must be at hand.</summary>
    public long[] Matters { get; }

    public byte[]? Key { get; }

    public byte[]? Request { get; }

    public (long Matter, int Day, string Person)? Look { get; init; }

    /// <summary>What another room must have at hand for it.</summary>
    public object? Also { get; init; }

    /// <summary>Decides it where that is for another room than that of matters, when key and seat are found to be in order.</summary>
    public ElsewhereDecided? Elsewhere { get; init; }

    /// <summary>What comes with a proposed version.</summary>
    public ProposedVersion? Proposed { get; init; }

    /// <summary>What lies beside the record for it, and is entered with it.</summary>
    public KeptAttachment? Attached { get; init; }

    /// <summary>Set where the act is a step by which something is erased: it needs the store to itself.</summary>
    public ErasingStep? Erases { get; set; }

    /// <summary>Whether it has the store to itself. Without, such a step is not decided to its end.</summary>
    public bool IsAlone { get; set; }

    /// <summary>The matter as the act left it.</summary>
    public KeptMatter? After { get; set; }

    /// <summary>Set where the answer is another than that it was done or refused.</summary>
    public ActAnswer? Instead { get; set; }

    /// <summary>Set where the same request was done before.</summary>
    public UsedKey? Again { get; set; }

    /// <summary>Seats, powers and versions as the act left them; null where it changed nothing in them.</summary>
    public RuleState? Rules { get; private set; }

    /// <summary>Where the act would stand that left them so.</summary>
    public long RulesAt { get; private set; }

    /// <summary>For jobs of which none was due: when the next is, in milliseconds.</summary>
    public long? NextJob { get; set; }

    /// <returns>By what a request is known; null where whoever sent it named no key.</returns>
    public static byte[]? KeyOf(Actor by, string? word) => word is { Length: > 0 } ? SHA256.HashData(Encoding.UTF8.GetBytes($"{by.PersonOrNone?.Text}\n{by.Unit?.Text}\n{word}"))[..KeyLength] : null;

    public void Leaves(RuleState rules, long position) => (Rules, RulesAt) = (rules, position);

    public void BeginAnew() => (After, Instead, Again, Rules, NextJob, Erases) = (null, null, null, null, null, null);
}

/// <summary>Time asks: the jobs of a matter that are due are done, each by the rule of its act.</summary>
internal sealed record RunJobs(long Matter) : IAct
{
    public string Word => "run-jobs";
}

/// <summary>Time asks: duties whose delegation has ended by its last day are said to have gone back.</summary>
internal sealed record TellReturns : IAct
{
    public string Word => "tell-returns";
}

/// <summary>Asked before anything is worked out for an act on versions of the structure: whether whoever orders it may change the structure. A no is that of the act itself.</summary>
internal sealed record AskToChange(string Word) : IAct;

/// <summary>The record begins under its first version.</summary>
internal sealed record BeginStructure(
    string Version, byte[] Findings, IReadOnlyList<global::Trellis.Structure.Files.SourceFile> Files, FixedList<global::Trellis.Process.Adoption.OpenError> Errors, FixedList<global::Trellis.Process.Adoption.ErrorOverride> Overrides) : IAct
{
    public string Word => "begin-structure";
}
