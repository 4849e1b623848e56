namespace Trellis.Information.Registers;

/// <summary>The owner of an item says which of the claims that stand side by side holds. The others do not count any more, and stay to be seen.</summary>
/// <param name="Stands">The position of the claim that holds.</param>
public sealed record SettleValue(RowId Subject, string Item, long Stands, PersonalText? Reason, FixedList<string> Basis) : IAct
{
    public const string Name = "settle-value";

    public string Word => Name;
}

public sealed record ValueSettled(RowId Subject, string Item, long Stands, FixedList<long> Aside, UnitId? Unit, ActorId? Person, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "value-settled/1";

    public string Wire => Name;

    internal Provenance Provenance(long position, DateTimeOffset at) => new(ValueSource.Act, Unit, Person, null, at, position);
}

public static class SettlingValues
{
    public static Outcome Decide(SettleValue act, Sight sight)
    {
        if (sight.Structure.Registers.On(act.Subject.Register, sight.Day) is not { } register) return TypingItems.NoSuchRegister(act.Subject.Register, sight.Structure);
        if (sight.Item(act.Subject.Register, act.Item) is not { } item) return new TypingItems(sight.Structure, sight.Day).NoSuchItem(act.Subject.Register, act.Item);
        if (Voices.Of(register, item, act.Subject, sight) != Voice.Owns)
            return InformationRefusals.NotTheOwner.Naming($"{item.Id} 的权属单位是 {Voices.OwnerOf(register, item)}。", $"The owner of {item.Id} is {Voices.OwnerOf(register, item)}.");
        if (sight.Group.First is null) return InformationRefusals.NoSuchSubject;
        if (act.Reason?.Written is null) return InformationRefusals.ReasonMissing;
        if (!IsInForce(act.Basis, sight)) return InformationRefusals.BasisMissing;
        var claims = ComparingClaims.Of(sight.Group.Subjects, sight.Group.Links, act.Item);
        if (!claims.Disagree) return InformationRefusals.NothingToSettle;
        if (claims.Live.Find(claim => claim.Position == act.Stands) is not { } stands || claims.Against(stands) is not { IsEmpty: false } aside) return InformationRefusals.NoSuchClaim;
        var settled = new ValueSettled(act.Subject, act.Item, act.Stands, aside.ConvertAll(static claim => claim.Position), sight.By.Unit, sight.By.PersonOrNone, act.Reason, sight.Now);
        return Outcome.Accept(settled).Under(act.Basis);
    }

    internal static bool IsInForce(FixedList<string> basis, Sight sight) => !basis.IsEmpty && basis.TrueForAll(word =>
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        return sight.Structure.Laws.On(slash < 0 ? word : word[..slash], sight.Day) is { } law && (slash < 0 || law.Find(word[(slash + 1)..]).Any(article => article.From <= sight.Day && sight.Day <= article.To));
    });
}
