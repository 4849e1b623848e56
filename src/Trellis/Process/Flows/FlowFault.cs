using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Process.Flows;

/// <summary>Why a flow cannot be run as it is written, and where.</summary>
public abstract record FlowFault
{
    private FlowFault(Mark at) => At = at;

    public Mark At { get; }

    /// <summary>What was found.</summary>
    public abstract Text Says { get; }

    /// <summary>What to do about it.</summary>
    public abstract Text Remedy { get; }

    public sealed record NoSteps(Mark At) : FlowFault(At)
    {
        public override Text Says => new("流程里一个步骤也没有。", "The flow has no step.");

        public override Text Remedy => new("至少写一个受理步骤、一个办理步骤和一个回访确认步骤。", "Write at least a step that receives, one that does the work, and one that confirms.");
    }

    public sealed record NoOtherwise(Mark At) : FlowFault(At)
    {
        public override Text Says => new("choice 没有 otherwise：几个条件都不成立时，事项停在这里走不下去。", "The choice has no otherwise: where none of its conditions holds, the matter stops here.");

        public override Text Remedy => new("加上最后一个分支「otherwise: [...]」；无事可做时写「otherwise: []」。", "Add a last branch \"otherwise: [...]\"; where there is nothing to do, \"otherwise: []\".");
    }

    public sealed record BehindOtherwise(Mark At) : FlowFault(At)
    {
        public override Text Says => new("这个分支排在 otherwise 之后，永远轮不到。", "This branch stands behind the otherwise, so its turn never comes.");

        public override Text Remedy => new("把 otherwise 移到最后，而且只写一个。", "Move the otherwise to the end, and write only one.");
    }

    public sealed record NeverReached(Mark At, string? Step, string Condition) : FlowFault(At)
    {
        public override Text Says => Step is null
            ? new($"这个分支走不到：走到这里时，「{Condition}」不可能成立。", $"This branch is never reached: where the flow comes here, \"{Condition}\" cannot hold.")
            : new($"步骤「{Step}」走不到：走到这里时，「{Condition}」不可能成立。", $"The step \"{Step}\" is never reached: where the flow comes here, \"{Condition}\" cannot hold.");

        public override Text Remedy => new("改正条件，调换分支的先后，或者删去走不到的部分。", "Correct the condition, change the order of the branches, or take out what is never reached.");
    }

    public sealed record NeverEnds(Mark At) : FlowFault(At)
    {
        public override Text Says => new("repeat 没有写什么时候停，会一直重复下去。", "The repeat does not say when it stops, so it goes on for ever.");

        public override Text Remedy => new("写上 until（何时停）或 at-most（最多几次），或用 for-each 逐个处理。", "Write until (when it stops) or at-most (how often), or go through a list with for-each.");
    }

    public sealed record NothingChanges(Mark At, string Condition) : FlowFault(At)
    {
        public override Text Says => new($"repeat 停不下来：重复的步骤不会改变「{Condition}」所看的任何事实。", $"The repeat cannot stop: none of its steps changes anything that \"{Condition}\" looks at.");

        public override Text Remedy => new("让其中一个步骤给出（gives）所看的数据项，或者看其中一个步骤的结果，或者写上 at-most。", "Let one of its steps give what is looked at, look at the outcome of one of its steps, or write at-most.");
    }

    public sealed record IdTwice(Mark At, string Id, Mark First) : FlowFault(At)
    {
        public override Text Says => new($"「{Id}」是第二个叫这个名字的步骤，分不清说的是哪一个。", $"\"{Id}\" is the second step of that name, so nobody can tell which is meant.");

        public override Text Remedy => new("给这个步骤另写一个 id（没写 id 的步骤以它的种类为名）。", "Give this step an id of its own (without one it goes by its kind).");
    }

    public sealed record NameTaken(Mark At, string Id, bool ByRole) : FlowFault(At)
    {
        public override Text Says => ByRole
            ? new($"步骤「{Id}」与角色「{Id}」同名，条件里分不清说的是哪一个。", $"The step \"{Id}\" has the name of the role \"{Id}\", so conditions cannot tell which is meant.")
            : new($"步骤「{Id}」用了语言固定的名称，条件里分不清说的是哪一个。", $"The step \"{Id}\" has a name that the language keeps for itself, so conditions cannot tell which is meant.");

        public override Text Remedy => new("给这个步骤换一个 id。", "Give the step another id.");
    }

    public sealed record ApartFromNobody(Mark At, string Step, string Named, string? Nearest) : FlowFault(At)
    {
        public override Text Says => new($"「{Step}」要与「{Named}」分开由不同的人办，但流程里没有这个步骤。", $"\"{Step}\" is to be kept apart from \"{Named}\", but the flow has no such step.");

        public override Text Remedy => Nearest is null
            ? new("写流程里已有步骤的 id，或者删去。", "Name a step of the flow, or take it out.")
            : new($"是不是「{Nearest}」？", $"Did you mean \"{Nearest}\"?");
    }

    public sealed record ApartFromLater(Mark At, string Step, string Named, StepOrder Order) : FlowFault(At)
    {
        public override Text Says => Order switch
        {
            StepOrder.Same => new($"「{Step}」要与自己分开办，谁也办不了。", $"\"{Step}\" is to be kept apart from itself, so nobody can do it."),
            StepOrder.NeverBoth => new($"「{Step}」要与「{Named}」分开由不同的人办，但两者在不同的分支里，不会都办。", $"\"{Step}\" is to be kept apart from \"{Named}\", but they stand in different branches, and never both are done."),
            _ => new($"「{Step}」要与「{Named}」分开由不同的人办，但「{Named}」排在后面，还没有人办过。", $"\"{Step}\" is to be kept apart from \"{Named}\", but that comes later, and nobody has done it yet."),
        };

        public override Text Remedy => Order is StepOrder.Same or StepOrder.NeverBoth
            ? new("删去它，或者写应当分开的那个步骤。", "Take it out, or name the step that is meant.")
            : new($"把 apart-from 写到「{Named}」那里，或者调换先后。", $"Write apart-from at \"{Named}\", or change the order.");
    }

    public sealed record EmptyPart(Mark At, string Part) : FlowFault(At)
    {
        public override Text Says => new($"部分「{Part}」去掉受理、送达、回访之后没有任何步骤，在这里什么也不办。", $"Without its receive, deliver and confirm the part \"{Part}\" has no step left, so it does nothing here.");

        public override Text Remedy => new("去掉这个部分，或者在它的流程里写出办理步骤。", "Take the part out, or write the steps that do the work into its flow.");
    }

    public sealed record NoResult(Mark At, string Without) : FlowFault(At)
    {
        public override Text Says => Without.Length == 0
            ? new("流程走到底没有给出办理结果。", "The flow ends without a result.")
            : new($"有一条路走到底没有给出办理结果：{Without}。", $"One way through the flow ends without a result: {Without}.");

        public override Text Remedy => new("在决定步骤的 outcomes 里写明各种结果；没有决定的那条路，在它自己的告知步骤写 result（solved、explained、refused、out-of-reach）。所有的路共用的告知步骤不写，否则会盖掉决定的结果。", "Give each outcome of a decision its result; a way without a decision says it on a notify of its own: result: solved, explained, refused or out-of-reach. A notify that all ways share has none, as it would overrule the decision.");
    }

    public sealed record NoConfirm(Mark At, string? WorkAfter) : FlowFault(At)
    {
        public override Text Says => WorkAfter is null
            ? new("有一条路走到底没有回访确认，事项由办事方自己关门。", "One way through the flow ends without a confirm, so the matter is closed by those who did the work.")
            : new($"确认之后还有步骤「{WorkAfter}」，它做得怎样没有人再确认。", $"After the confirm there is still the step \"{WorkAfter}\", and nobody confirms how that went.");

        public override Text Remedy => new("以「confirm: {by: requester, ...}」结尾。", "End with \"confirm: {by: requester, ...}\".");
    }
}
