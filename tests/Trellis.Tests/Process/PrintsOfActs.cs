using System.Reflection;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Trellis.Web.Process;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>Under one key two acts are taken for one where their prints are the same. So every word of an act is in its print.</summary>
public sealed class PrintsOfActs
{
    /// <summary>Minted by the desk, or worked out of the version that is named.</summary>
    private static readonly HashSet<string> Minted =
    [
        "FileMatter.Matter", "FileMatter.Number", "FileMatter.Version", "PlanMove.Lines", "AddPicture.Attachment", "AddPicture.Before",
        "ProposeStructure.Replaces", "ProposeStructure.PlanDigest", "ProposeStructure.FindingsDigest", "ProposeStructure.Grows", "ProposeStructure.Errors",
    ];

    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<string> Words => [.. ActAddresses.All.Where(static one => one.Place != ActPlace.None).Select(static one => one.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void Two_acts_that_differ_in_one_member_print_differently(string word)
    {
        var act = typeof(IAct).Assembly.GetTypes().Single(type => type.IsAssignableTo(typeof(IAct)) && !type.IsInterface && (string?)type.GetField("Name")?.GetValue(null) == word);
        var print = ActPrints.Of((IAct)One(act, 0));
        foreach (var (member, other) in Others(act))
            Assert.False(print == ActPrints.Of((IAct)other!), $"{act.Name}.{member} is not in the print of {word}.");
    }

    /// <summary>The value with one member changed, for each member and each way in which it can differ.</summary>
    private static IEnumerable<(string Member, object? Other)> Others(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Others(inner).Prepend(("", null));
        if (ListOf(type) is { } element) return [("", List(element)), ("", List(element, One(element, 0), One(element, 0))), .. Others(element).Select(one => (one.Member, (object?)List(element, one.Other!)))];
        if (type == typeof(StepResult))
            return typeof(StepResult).GetNestedTypes().SelectMany(static kind => Others(kind).Append((kind.Name, One(kind, 0)))).Where(static one => !one.Item2!.Equals(One(typeof(StepResult), 0)));
        if (IsLeaf(type)) return [("", One(type, 1))];
        var members = Constructor(type).GetParameters();
        return members.Where(member => !Minted.Contains($"{type.Name}.{member.Name}")).SelectMany(member =>
        {
            var others = Others(member.ParameterType).Select(static one => (one.Member, one.Other));
            if (!member.ParameterType.IsValueType && Nullability.Create(member).WriteState == NullabilityState.Nullable) others = others.Append(("", null));
            return others.Select(other => (member.Name!, (object?)Constructor(type).Invoke([.. members.Select(one => one == member ? other.Other : One(one.ParameterType, 0))])));
        });
    }

    private static object One(Type type, int seed)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return One(inner, seed);
        if (ListOf(type) is { } element) return List(element, One(element, seed));
        if (type.IsEnum) return Enum.GetValues(type).GetValue(seed)!;
        if (type == typeof(string)) return $"w{seed}";
        if (type == typeof(int)) return seed + 1;
        if (type == typeof(bool)) return seed == 1;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 5, 4).AddDays(seed);
        if (type == typeof(DateTimeOffset)) return ARun.Monday.AddDays(seed);
        if (type == typeof(Quantity)) return new Quantity(seed + 1, Measure.Yuan);
        if (type == typeof(Value)) return Value.Of($"w{seed}");
        if (type == typeof(StepResult)) return new StepResult.Checked(true);
        return Constructor(type).Invoke([.. Constructor(type).GetParameters().Select(one => One(one.ParameterType, seed))]);
    }

    private static bool IsLeaf(Type type) => type.IsEnum || type.IsPrimitive || type == typeof(string) || type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(Quantity) || type == typeof(Value);

    private static ConstructorInfo Constructor(Type type) => type.GetConstructors().MaxBy(static one => one.GetParameters().Length)!;

    private static Type? ListOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FixedList<>) ? type.GetGenericArguments()[0] : null;

    private static object List(Type element, params object[] values)
    {
        var list = typeof(FixedList<>).MakeGenericType(element).GetField("Empty")!.GetValue(null)!;
        foreach (var value in values) list = list.GetType().GetMethod("Add")!.Invoke(list, [value])!;
        return list;
    }
}
