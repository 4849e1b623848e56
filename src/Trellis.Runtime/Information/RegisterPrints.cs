using System.Security.Cryptography;
using System.Text;
using Trellis.Information.Registers;

namespace Trellis.Runtime.Information;

/// <summary>What a request on registers that is sent again must be the same in, as one line. It is hashed under a key before it is kept anywhere.</summary>
internal static class RegisterPrints
{
    public static string Of(IAct act) => act switch
    {
        BeginImport one => $"{act.Word}|{one.Import}",
        EnterSubject one => $"{act.Word}|{one.Subject}|{Of(one.Source)}|{Of(one.Items)}",
        RecordValues one => $"{act.Word}|{one.Subject}|{Of(one.Source)}|{Of(one.Items)}",
        CorrectValue one => $"{act.Word}|{one.Subject}|{Of(one.Source)}|{Of(one.Items)}|{one.Reason?.Written}",
        SettleValue one => $"{act.Word}|{one.Subject}|{one.Item}|{one.Stands}|{string.Join(' ', one.Basis)}|{one.Reason?.Written}",
        EndSubject one => $"{act.Word}|{one.Subject}|{one.Day.DayNumber}|{one.After}",
        LinkSubjects one => $"{act.Word}|{one.One}|{one.Other}|{string.Join(' ', one.Purposes)}|{string.Join(' ', one.Reasons)}|{one.Said?.Written}",
        TellApart one => $"{act.Word}|{one.One}|{one.Other}|{one.Reason?.Written}",
        UndoLink one => $"{act.Word}|{one.One}|{one.Other}|{one.Reason?.Written}",
        _ => throw new ArgumentException($"{act.Word} is no act on registers.", nameof(act)),
    };

    public static string Of(IReadOnlyList<IAct> acts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var act in acts) hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(Of(act))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Of(SourceGiven source) => $"{(int)source.Source}:{source.Basis}";

    // Each part with its length, so that no two lists of values look alike.
    private static string Of(FixedList<ItemGiven> items) => string.Concat(items.Select(static one => $"{one.Item}:{one.From?.DayNumber}:{one.To?.DayNumber}:{one.Written.Length}:{one.Written};"));
}
