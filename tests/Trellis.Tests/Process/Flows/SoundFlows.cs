using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Process.Flows;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Process.Flows;

public sealed class SoundFlows
{
    [Fact]
    public void A_random_flow_of_blocks_has_no_fault_exactly_when_its_net_always_ends_and_every_step_can_be_done()
    {
        // A branch under "1 = 2" is never taken; a loop whose until reads nothing it does never stops.
        var (sound, unsound) = (0, 0);
        Prop.ForAll(Blocks(4).ToArbitrary(), block =>
        {
            var text = new StringBuilder("- receive: {by: clerk}\n");
            var count = 0;
            block.Write(text, 0, ref count);
            var flow = AFlow.Of(text.ToString().TrimEnd());
            var (alwaysEnds, endsClean, dead) = ReachingMarkings.Of(flow.Matter.Flow, "1 = 2", "premises.area > 5 m2");
            var faults = FindingFlowFaults.Of(flow).Where(static fault => fault is not (FlowFault.NoResult or FlowFault.NoConfirm)).ToList();

            if (faults.Count == 0) sound++;
            else unsound++;
            var stuck = faults.Exists(static fault => fault is FlowFault.NoOtherwise or FlowFault.NeverEnds or FlowFault.NothingChanges);
            var unreached = faults.Exists(static fault => fault is FlowFault.NeverReached or FlowFault.BehindOtherwise);
            // Without a fault the net is sound; with one it is not, unless what is unreached held no step or no stop.
            var agrees = endsClean
                && (faults.Count > 0 || (alwaysEnds && dead.Count == 0))
                && (stuck || unreached || (alwaysEnds && dead.Count == 0))
                && (!stuck || unreached || !alwaysEnds || dead.Count > 0);
            return agrees ? true : throw new InvalidOperationException($"{text}{string.Join('\n', faults.Select(static fault => fault.Says.En))}\nends {alwaysEnds}, dead {string.Join(' ', dead)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

        Assert.True(sound > 50 && unsound > 50, $"{sound} sound, {unsound} not");
    }

    [Fact]
    public void Order_of_two_steps_is_that_of_the_blocks_around_them()
    {
        var flow = AFlow.Of("""
            - receive: {by: clerk}
            - parallel:
                - check: {id: one, by: clerk}
                - sequence:
                    - check: {id: two, by: clerk}
                    - check: {id: three, by: clerk}
            - any-order:
                - perform: {id: four, by: clerk}
                - perform: {id: five, by: clerk}
            - choice:
                - when: one.outcome = "passed"
                  then: [{perform: {id: six, by: clerk}}]
                - otherwise: [{perform: {id: seven, by: clerk}}]
            """);

        Assert.Equal(StepOrder.Before, Order("receive", "two"));
        Assert.Equal(StepOrder.SideBySide, Order("one", "three"));
        Assert.Equal(StepOrder.Before, Order("two", "three"));
        Assert.Equal(StepOrder.EitherFirst, Order("five", "four"));
        Assert.Equal(StepOrder.NeverBoth, Order("six", "seven"));
        Assert.Equal(StepOrder.After, Order("seven", "one"));
        Assert.Equal(StepOrder.Same, Order("one", "one"));

        StepOrder Order(string one, string other) => CompiledFlow.Order(flow.Find(one)!, flow.Find(other)!);
    }

    [Fact]
    public void Branches_that_divide_a_range_are_all_reached_and_one_that_is_used_up_is_not()
    {
        Assert.Empty(Unreached("premises.area > 100 m2", "premises.area > 60 m2", "premises.area in 20 m2..60 m2"));
        Assert.Equal(["premises.area = 80 m2"], Unreached("premises.area > 60 m2", "premises.area = 80 m2"));
        Assert.Equal(["premises.area <= 60 m2"], Unreached("premises.area > 60 m2", "not premises.area > 60 m2", "premises.area <= 60 m2"));
        // 0.15 mu are exactly 100 m2.
        Assert.Equal(["premises.area >= 0.15 mu"], Unreached("premises.area >= 100 m2", "premises.area >= 0.15 mu"));
        Assert.Equal(["one.outcome = \"failed\""], Unreached("one.outcome != \"passed\"", "one.outcome = \"failed\""));
        Assert.Equal(["1 = 2"], Unreached("1 = 2"));

        static IEnumerable<string> Unreached(params string[] whens)
        {
            var flow = AFlow.Of("- check: {id: one, by: clerk}\n- choice:\n" + string.Concat(whens.Select(static (when, at) => $"    - when: {when}\n      then: [{{perform: {{id: step-{at}, by: clerk}}}}]\n")) + "    - otherwise: []");
            return FindingFlowFaults.Of(flow).OfType<FlowFault.NeverReached>().Select(static fault => fault.Condition);
        }
    }

    [Fact]
    public void What_one_branch_gives_is_known_where_its_condition_holds_and_nowhere_else()
    {
        Assert.Empty(Unknown("premises.area > 60 m2", "premises.area > 60 m2 and fire.outcome = \"passed\""));
        Assert.Empty(Unknown("premises.area > 60 m2", "premises.area > 100 m2 and fire.outcome = \"passed\""));
        Assert.Empty(Unknown("premises.area > 60 m2", "premises.area <= 60 m2 or fire.outcome = \"passed\""));
        Assert.Empty(Unknown("premises.area > 60 m2", "if premises.area > 60 m2 then fire.outcome = \"passed\" else yes"));
        Assert.Equal(["fire.outcome"], Unknown("premises.area > 60 m2", "fire.outcome = \"passed\""));
        Assert.Equal(["fire.outcome"], Unknown("premises.area > 60 m2", "premises.area > 50 m2 and fire.outcome = \"passed\""));
        Assert.Equal(["fire.outcome"], Unknown("premises.area > 60 m2", "premises.kind = \"shop\" and fire.outcome = \"passed\""));

        static IEnumerable<string> Unknown(string given, string read) =>
            FlowKnowledge.Of(AFlow.Of($"- check: {{id: fire, by: clerk, when: {given}}}\n- deliver:\n    by: clerk\n    when: {read}")).Unknown.Select(static one => one.Path);
    }

    [Fact]
    public void A_result_may_come_from_an_outcome_or_from_the_step_that_explains()
    {
        Assert.Null(Ends("- decide: {by: head, outcomes: {grant: solved, refuse: refused}}"));
        Assert.Equal("", Ends("- notify: {tell: applicant}"));
        Assert.Equal("decide.outcome = \"refuse\"", Ends("- decide: {by: head, outcomes: {grant: solved, refuse: next}}"));
        Assert.Null(Ends("- decide: {by: head, outcomes: {grant: solved, refuse: next}}\n- notify: {tell: applicant, when: decide.outcome = \"refuse\", result: explained}"));
        Assert.Null(Ends("- decide: {by: head, outcomes: {grant: solved, refuse: next}}\n- notify: {tell: applicant, when: decide.outcome != \"grant\", result: explained}"));

        static string? Ends(string flow) => FlowKnowledge.Of(AFlow.Of(flow)).EndsWithoutResult;
    }

    private abstract record Block
    {
        private Block() { }

        public abstract void Write(StringBuilder text, int depth, ref int count);

        public sealed record Step(int When) : Block
        {
            public override void Write(StringBuilder text, int depth, ref int count) =>
                Line(text, depth, $"- check: {{id: s{count++}, by: clerk{(When == 1 ? ", when: premises.area > 9 m2" : When == 2 ? ", when: 1 = 2" : "")}}}");
        }

        public sealed record Many(string Word, IReadOnlyList<Block> Inner) : Block
        {
            public override void Write(StringBuilder text, int depth, ref int count)
            {
                Line(text, depth, $"- {Word}:");
                foreach (var inner in Inner) inner.Write(text, depth + 2, ref count);
            }
        }

        public sealed record Choice(IReadOnlyList<(int When, IReadOnlyList<Block> Then)> Branches) : Block
        {
            public override void Write(StringBuilder text, int depth, ref int count)
            {
                Line(text, depth, "- choice:");
                foreach (var (when, then) in Branches)
                {
                    // Each condition of its own, so that none excludes another.
                    if (when == 0) Line(text, depth + 2, $"- otherwise:{(then.Count == 0 ? " []" : "")}");
                    else
                    {
                        Line(text, depth + 2, $"- when: {(when == 1 ? "1 = 2" : $"premises.fact{count++} = 1")}");
                        Line(text, depth + 2, $"  then:{(then.Count == 0 ? " []" : "")}");
                    }

                    foreach (var inner in then) inner.Write(text, depth + 5, ref count);
                }
            }
        }

        public sealed record Repeat(int Kind, IReadOnlyList<Block> Do) : Block
        {
            public override void Write(StringBuilder text, int depth, ref int count)
            {
                Line(text, depth, "- repeat:");
                Line(text, depth, "    do:");
                var own = count;
                Line(text, depth, $"      - check: {{id: s{count++}, by: clerk}}");
                foreach (var inner in Do) inner.Write(text, depth + 6, ref count);
                if (Kind is 0 or 1) Line(text, depth, $"    until: s{own}.outcome = \"passed\"");
                if (Kind == 2) Line(text, depth, "    until: premises.area > 5 m2");
                if (Kind is 1 or 3) Line(text, depth, "    at-most: 2");
            }
        }

        private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth).Append(line).Append('\n');
    }

    private static Gen<Block> Blocks(int depth)
    {
        var step = Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2))).Select(static when => (Block)new Block.Step(when));
        if (depth == 0) return step;
        var inner = Lists(depth - 1, least: 1);
        var maybe = Lists(depth - 1, least: 0);
        var choice = from first in maybe
                     from second in maybe
                     from last in maybe
                     from kind in Gen.Frequency((6, Gen.Constant(2)), (1, Gen.Constant(1)))
                     from other in Gen.Frequency((6, Gen.Constant(2)), (1, Gen.Constant(0)))
                     from otherwise in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false)))
                     select (Block)new Block.Choice([(kind, first), (other, second), .. otherwise ? new[] { (0, last) } : []]);
        var repeat = from kind in Gen.Frequency((4, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Constant(2)), (3, Gen.Constant(3)), (1, Gen.Constant(4)))
                     from body in maybe
                     select (Block)new Block.Repeat(kind, body);
        return Gen.Frequency(
            (4, step),
            (2, inner.Select(static blocks => (Block)new Block.Many("sequence", blocks))),
            (2, inner.Select(static blocks => (Block)new Block.Many("parallel", blocks))),
            (1, inner.Select(static blocks => (Block)new Block.Many("any-order", blocks))),
            (3, choice),
            (2, repeat));
    }

    private static Gen<IReadOnlyList<Block>> Lists(int depth, int least) => Gen.Choose(least, 3).SelectMany(count => Gen.ArrayOf(Blocks(Math.Max(0, depth - 1)), count)).Select(static blocks => (IReadOnlyList<Block>)blocks);
}
