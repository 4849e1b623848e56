using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Trellis.Authority;
using Trellis.Information;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Process;

/// <summary>
/// Decides one order in its turn: key, seat, revision, the pure rule, the powers; folds what was accepted, and makes the drafts of its entries. No rule is here, and nothing is fetched.
/// </summary>
internal sealed class DecidingOrders(MattersState state, StructureVersions versions)
{
    /// <summary>For texts about no matter, such as the reason of an objection: under a key of the officer's own.</summary>
    private const string AboutStructure = "structure";

    /// <summary>What registers say of the rows in the roles of matters; null where no registers are open.</summary>
    public BaseInTurn? Base { get; set; }

    /// <summary>Decides corrections and what rests on them, all or none; null where no registers are open.</summary>
    public CorrectedDecided? Correcting { get; set; }

    /// <summary>Decides what a decision records in registers; null where no registers are open.</summary>
    public RecordedDecided? Recording { get; set; }

    public Decision Decide(PendingOrder order, in Turn turn)
    {
        order.BeginAnew();
        if (order.Key is { } key && state.FindKey(key) is { } used)
        {
            if (used.Request.AsSpan().SequenceEqual(order.Request)) order.Again = used;
            else order.Instead = new ActAnswer.KeyUsedOtherwise();
            return Decision.Accept();
        }

        var decision = DecideNew(order, turn);
        var (count, code) = decision switch
        {
            Decision.Accepted accepted => (accepted.Events.Count, ""),
            Decision.Refused refused => (refused.Recorded.Count, refused.Why.Code),
            _ => throw new UnreachableException(),
        };
        // A refusal that leaves nothing is forgotten with its key: the same request may well be in order later.
        if (order.Key is { } fresh && count > 0)
            state.Add(new UsedKey(fresh, order.Request!, turn.At.ToUnixTimeMilliseconds(), turn.Position, count, order.Matters is [var matter, ..] ? matter : 0, code));
        return decision;
    }

    private Decision DecideNew(PendingOrder order, in Turn turn)
    {
        var rules = state.Rules.On(turn.At, versions);
        if (!ReferenceEquals(rules, state.Rules)) state.Set(rules);
        if (order.Act is BeginStructure begin) return Begin(begin, turn);
        if (rules.Running is not { } running) return Decision.Refuse(ProcessRefusals.NoStructureYet);
        var today = running.DayOf(turn.At);
        var by = order.Order.By;
        if (by is Actor.Officer officer && !rules.IsSeated(officer.Person, officer.Seat, today))
            return Refuse(order, NotSeated(officer, today), turn, running, EntryActorOf(by, null, seated: false));

        if (order.Elsewhere is { } elsewhere) return elsewhere(order, turn, rules);
        switch (order.Act)
        {
            case FileMatter filing:
                return FileCorrecting(order, filing, null, turn, rules);
            case FileForAnother another:
                return FileCorrecting(order, another.Filing, another, turn, rules);
            case TakeSeat seat:
                return OfRuling(order, TakingSeats.Decide(running.Structure.On(today), rules.Standing, seat, by, today), turn, rules);
            case LendPower lend:
                return OfRuling(order, LendingPowers.Decide(running.Mandates, rules.Standing, lend, by, today), turn, rules, lend.Reason, [lend.Of, .. lend.Basis]);
            case WithdrawPower withdraw:
                return OfRuling(order, WithdrawingPowers.Decide(running.Mandates, rules.Standing, withdraw, by, today), turn, rules, withdraw.Reason);
            case DeclareEmergency declare:
                var now = turn.At;
                return OfRuling(order, DeclaringEmergencies.Decide(running.Structure.On(today), rules.Standing, declare, by, today, lasts => running.LastDay(lasts, now), (review, last) => running.LastDay(review, last)), turn, rules, declare.Reason, BasisOf(running, declare.Emergency, today));
            case EndEmergency end:
                return OfRuling(order, DeclaringEmergencies.Decide(running.Structure.On(today), rules.Standing, end, by, today), turn, rules, end.Reason, BasisOf(running, end.Emergency, today));
            case ReviewEmergency review:
                return OfRuling(order, DeclaringEmergencies.Decide(running.Structure.On(today), rules.Standing, review, by, today), turn, rules, review.Findings, BasisOf(running, review.Emergency, today));
            case TellReturns:
                return Tell(order, [], turn, rules);
            case LeaveSeat seat:
                return OfRuling(order, TakingSeats.Decide(running.Structure.On(today), rules.Standing, seat, by, today), turn, rules);
            case ProposeStructure one:
                return OfStructure(order, one.Version, turn, rules, (adoption, at) => AdoptingStructures.Decide(adoption, one, at));
            case ObjectToStructure one:
                return OfStructure(order, one.Version, turn, rules, (adoption, at) => AdoptingStructures.Decide(adoption, one, at), byPower: false);
            case AnswerObjection one:
                return OfStructure(order, one.Version, turn, rules, (adoption, at) => AdoptingStructures.Decide(adoption, one, at));
            case AdoptStructure one:
                return OfStructure(order, one.Version, turn, rules, (adoption, at) => AdoptingStructures.Decide(adoption, one, at));
            case AskToChange:
                var asked = new Underneath(null, "", running.At(null, today), by, null, turn, rules, []);
                return MayChange(order, byPower: true, asked, rules, out _, out var denied) ? Decision.Accept() : Refuse(order, denied!, turn, running, EntryActorOf(by, null, seated: true));
            case PlanMove one:
                return OfStructure(order, one.Version, turn, rules, (adoption, at) => MovingMatters.Decide(adoption, one, at));
            default:
                break;
        }

        if (order.Matters is not [var number, ..] || state.Find(number) is not { } kept)
        {
            order.Instead = new ActAnswer.Unknown();
            return Decision.Accept();
        }

        // Nobody learns anything of a matter that is not theirs to see, not even that there is one.
        if (!IsTheirs(order, kept, today, turn, rules))
        {
            order.Instead = new ActAnswer.Unknown();
            return Decision.Accept();
        }

        if (order.Order.IfRevision is { } expected && expected != kept.Revision)
        {
            order.Instead = new ActAnswer.Stale(kept.Revision);
            return Decision.Accept();
        }

        return order.Act switch
        {
            RunJobs => RunDue(order, kept, turn, rules),
            LookAtMatter => Look(order, kept, turn, rules),
            MoveMatter move => Move(order, move, kept, turn, rules),
            _ => OnMatter(order, kept, turn, rules),
        };
    }

    /// <summary>Whether who asks may see the matter, or is called to this act in it by the structure.</summary>
    private bool IsTheirs(PendingOrder order, KeptMatter kept, DateOnly today, in Turn turn, RuleState rules)
    {
        var by = order.Order.By;
        var running = rules.Running!;
        if (SeeingMatters.May(by, kept.Matter, running.At(kept.Matter.Place, today).Structure.On(today), by is Actor.Officer officer && running.Structure.Supervises(officer.Seat.Post))) return true;
        return order.Act switch
        {
            BlowWhistle or JudgeWhistle => SeeingMatters.IsCalledTo(kept.Matter, order.Act, Under(kept, by, order.Order.Happened, turn, rules, null).Circumstances),
            MoveMatter => MayChange(order, byPower: true, new Underneath(null, "", running.At(null, today), by, null, turn, rules, []), rules, out _, out _),
            _ => false,
        };
    }

    private Decision OnMatter(PendingOrder order, KeptMatter kept, in Turn asked, RuleState rules)
    {
        var turn = asked;
        var by = order.Order.By;
        var act = order.Act;
        var under = Under(kept, by, order.Order.Happened, turn, rules, act switch { PerformStep one => one.Given, AddInformation one when one.Given.Exists(static item => item.Confirmed is not null) => one.Given, _ => null });
        if (act is AddInformation { Given: var confirmed } && under.WhyNotConfirmed(confirmed) is { } unconfirmed) return Decision.Refuse(unconfirmed);
        var needed = DecidingActs.Needs(kept.Matter, act, under.Circumstances);
        act = under.Known.WithSum(act, needed);
        var outcome = DecidingActs.Decide(kept.Matter, act, under.Circumstances);
        if (outcome is Outcome.Refused { Why: var why }) return Decision.Refuse(why);

        IReadOnlyList<string> mandate = [];
        AuthorityEvent.Used? used = null;
        if (by is Actor.Officer officer && needed is not null)
        {
            var question = under.Known.Question(needed, kept.Matter, officer, act) with { Relations = RelationsOf(kept.Matter, officer.Person) };
            switch (rules.Running!.Mandates.Decide(question, rules.Standing))
            {
                case Authorization.Denied denied:
                    // Also a no tells something of what the limit depends on.
                    var refused = new Drafting(kept, turn with { Position = turn.Position + 1 }, rules.Running!.Version, under.Purpose);
                    refused.AddLooks(under.Base, Base);
                    return Refuse(order, denied.Why, turn, rules.Running!, EntryActorOf(by, kept.Matter, seated: true), refused.All);
                case Authorization.Permitted permitted:
                    mandate = AuthorityWire.Mandate(permitted);
                    used = Mandates.UseOf(permitted.Answer, question);
                    break;
            }
        }

        if (act is PerformStep step && by is Actor.Officer { Seat: var seat } && PerformingSteps.ErasesOn(kept.Matter, step, under.Circumstances) is { } article)
        {
            order.Erases = new ErasingStep(kept.Matter.FiledFor, kept.Matter.Id, seat, article);
            // It is asked again when nothing else is under way.
            if (!order.IsAlone) return Decision.Accept();
        }

        // What a decision writes into registers stands before it, and the two stand together or not at all.
        IReadOnlyList<Draft> recorded = [];
        if (act is PerformStep deciding && RecordingOutcomes.Of(kept.Matter, deciding, under.Circumstances, out var unknown) is var rows && (rows.Count > 0 || unknown is not null))
        {
            if (unknown is null && Recording is { } recording) recorded = recording(by, rows, kept.Matter.Number, turn, rules, out unknown);
            if (unknown is { } unfit) return InformationRefusals.IsLackOfAuthority(unfit) ? Refuse(order, unfit, turn, rules.Running!, EntryActorOf(by, kept.Matter, seated: true)) : Decision.Refuse(unfit);
            turn = turn with { Position = turn.Position + recorded.Count };
        }

        var drafts = new Drafting(kept, turn, rules.Running!.Version, under.Purpose);
        drafts.AddLooks(under.Base, Base);
        if (order.Attached is { } attached) drafts.AddAttachment(attached, by);
        var position = turn.Position + drafts.Count;
        drafts.Add((Outcome.Accepted)outcome, by, mandate);
        if (used is not null)
        {
            rules = rules.After(used);
            state.Set(rules);
            order.Leaves(rules, position);
            var amount = ((act as PerformStep)?.Result as StepResult.Decided)?.Amount;
            state.Add(new PowerUse(position, used.Day, string.Join(' ', used.Chain), amount is null ? "" : $"{FactRows.Prefix}{drafts.FirstStep}.amount", amount is { } shown ? AmountBand.Of(shown) : ""));
        }

        React(drafts, turn, rules);
        var accepted = Accept(order, drafts, turn, rules);
        return recorded.Count == 0 ? accepted : new Decision.Accepted([.. recorded, .. accepted.Events]);
    }

    /// <summary>Corrections that come with a filing stand before it in the record, and the filing refers to them.</summary>
    private Decision FileCorrecting(PendingOrder order, FileMatter filing, FileForAnother? another, in Turn turn, RuleState rules)
    {
        var corrections = order.Order.Corrections;
        if (corrections.IsEmpty || Correcting is not { } correcting) return File(order, filing, another, turn, rules);
        var first = turn.Position;
        var corrected = corrections.Select((one, at) => new GivenItem(one.Fact, Value.Missing) { Confirmed = new HeldClaim(one.Act.Subject, first + at) });
        return correcting(order.Order.By, [.. corrections.Select(static one => one.Act)], turn, rules, behind => File(order, filing with { Given = [.. filing.Given, .. corrected] }, another, behind, rules));
    }

    private Decision File(PendingOrder order, FileMatter filing, FileForAnother? another, in Turn turn, RuleState rules)
    {
        var running = rules.Running!;
        var day = running.DayOf(order.Order.Happened ?? turn.At);
        filing = filing with { Version = running.Version, Number = MatterNumbers.Spoken(running.DayOf(turn.At).Year, 1) };
        var under = new Underneath(null, filing.Type, running.At(filing.Place, day), order.Order.By, order.Order.Happened, turn, rules, [.. filing.Given], Base is { } based ? (based, filing) : null);
        if (under.WhyNotConfirmed(filing.Given) is { } unconfirmed) return Decision.Refuse(unconfirmed);
        var outcome = another is null ? FilingMatters.Decide(filing, under.Circumstances) : FilingMatters.Decide(another with { Filing = filing }, under.Circumstances);
        if (outcome is Outcome.Refused { Why: var why }) return Decision.Refuse(why);
        // A number is taken only when it is certain that it is used.
        var number = MatterNumbers.Spoken(running.DayOf(turn.At).Year, state.NextSerial(running.DayOf(turn.At).Year));
        var drafts = new Drafting(MatterNumbers.Of(filing.Matter) ?? throw new InvalidOperationException("The desk mints the ids of matters."), turn, running.Version, under.Purpose);
        drafts.AddLooks(under.Base, Base);
        drafts.Add([.. ((Outcome.Accepted)outcome).Events.Select(one => WithNumber(one, filing.Number, number))], order.Order.By, []);
        return Accept(order, drafts, turn, rules);
    }

    private static IEvent WithNumber(IEvent happened, string provisional, string number) => happened switch
    {
        MatterFiled filed => filed with { Number = number },
        PartBegun part => part with { Number = string.Concat(number, part.Number.AsSpan(provisional.Length)) },
        _ => happened,
    };

    /// <summary>Every job that is due, in the order of their times; what one leaves may give the next another state.</summary>
    private Decision RunDue(PendingOrder order, KeptMatter kept, in Turn turn, RuleState rules)
    {
        var drafts = new Drafting(kept, turn, rules.Running!.Version, PurposeOf(kept.Matter));
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var under = Under(drafts.After!, Actor.System, null, turn, rules, null);
            if (Jobs.Due(drafts.After!.Matter, under.Circumstances).FirstOrDefault(job => done.Add(job.Id)) is not { } due) break;
            if (Jobs.Decide(drafts.After.Matter, due, under.Circumstances) is not Outcome.Accepted accepted) continue;
            drafts.AddLooks(under.Base, Base);
            drafts.Add(accepted, Actor.System, []);
            React(drafts, turn, rules);
        }

        if (drafts.Count > 0) return Accept(order, drafts, turn, rules);
        // What is stored of the next time is older than the rules.
        order.After = kept;
        order.NextJob = Jobs.Next(kept.Matter, Under(kept, Actor.System, null, turn, rules, null).Circumstances) is { } next ? InMilliseconds(next) : null;
        return Decision.Accept();
    }

    private Decision Look(PendingOrder order, KeptMatter kept, in Turn turn, RuleState rules)
    {
        var running = rules.Running!;
        var day = running.DayOf(turn.At);
        var by = order.Order.By;
        order.After = kept;
        if (by is not Actor.Officer officer) return Decision.Accept();
        if (state.HasLooked(kept.Number, day.DayNumber, officer.Person.Text)) return Decision.Accept();
        state.Add(new MatterLook(kept.Number, day.DayNumber, officer.Person.Text, officer.Seat.Unit.Text, turn.Position));
        var written = ProcessEvents.Write(new MatterSeen(kept.Matter.Id, officer.Person, officer.Seat, turn.At));
        return Decision.Accept(new Draft { Event = written.Name, By = EntryActorOf(by, kept.Matter, seated: true), Structure = running.Version, Fields = written.Fields });
    }

    /// <param name="reason">What was written with it.</param>
    /// <param name="mandate">What it stands on.</param>
    private Decision OfRuling(PendingOrder order, Ruling ruling, in Turn turn, RuleState rules, PersonalText? reason = null, IReadOnlyList<string>? mandate = null)
    {
        if (ruling is Ruling.Refused { Why: var why })
            return AuthorityRefusals.IsLackOfAuthority(why) ? Refuse(order, why, turn, rules.Running!, EntryActorOf(order.Order.By, null, seated: true)) : Decision.Refuse(why);
        var happened = ((Ruling.Happens)ruling).Event;
        var (name, fields) = AuthorityWire.Write(happened);
        var draft = new Draft
        {
            Event = name,
            By = EntryActorOf(order.Order.By, null, seated: true),
            Structure = rules.Running!.Version,
            Fields = fields,
            Mandate = mandate ?? [],
            Personal = reason?.Written is { } written ? [new ValueToSeal("reason", order.Order.By.PersonOrNone?.Text ?? AboutStructure, AboutStructure, Encoding.UTF8.GetBytes(written))] : [],
        };
        return Tell(order, [draft], turn, rules.After(happened));
    }

    /// <summary>Duties that went back since their delegation has ended are said in the open, each once: with the act that ended it, or when its last day is over.</summary>
    private Decision Tell(PendingOrder order, List<Draft> drafts, in Turn turn, RuleState rules)
    {
        var running = rules.Running!;
        foreach (var returned in running.Mandates.Returned(running.DayOf(turn.At), rules.Standing).All)
        {
            if (rules.Standing.IsTold(returned)) continue;
            rules = rules.After(returned);
            var (name, fields) = AuthorityWire.Write(returned);
            drafts.Add(new Draft { Event = name, By = EntryActor.System, Structure = running.Version, Fields = fields });
        }

        if (drafts.Count == 0) return Decision.Accept();
        for (var number = 0; number < drafts.Count; number++) state.AddRuleEntry(turn.Position + number);
        state.Set(rules);
        order.Leaves(rules, turn.Position);
        return new Decision.Accepted(drafts);
    }

    private static IReadOnlyList<string> BasisOf(RunningStructure running, string emergency, DateOnly day) =>
        running.Structure.Emergencies.On(emergency, day) is { } entry ? [entry.Address, .. entry.Basis.Select(static one => one.ToString())] : [];

    /// <summary>An act on a version of the structure: the rule first, then the power to change it, except for those who object.</summary>
    private Decision OfStructure(PendingOrder order, string version, in Turn turn, RuleState rules, Func<StructureAdoption?, Circumstances, Outcome> decide, bool byPower = true)
    {
        var running = rules.Running!;
        var by = order.Order.By;
        var under = new Underneath(null, "", running.At(null, running.DayOf(turn.At)), by, order.Order.Happened, turn, rules, []);
        var outcome = decide(rules.Versions.Adoptions.GetValueOrDefault(version), under.Circumstances);
        if (outcome is Outcome.Refused { Why: var why }) return Decision.Refuse(why);
        if (!MayChange(order, byPower, under, rules, out var mandate, out var denied)) return Refuse(order, denied!, turn, running, EntryActorOf(by, null, seated: true));
        var drafts = new List<Draft>();
        foreach (var happened in ((Outcome.Accepted)outcome).Events)
        {
            rules = rules.After(happened);
            state.AddRuleEntry(turn.Position + drafts.Count);
            var written = ProcessEvents.Write(happened);
            drafts.Add(new Draft
            {
                Event = written.Name,
                By = EntryActorOf(by, null, seated: true),
                Structure = running.Version,
                Fields = written.Fields,
                Mandate = mandate,
                Personal = [.. written.Personal.Where(static part => part.Value is not null).Select(part => new ValueToSeal(part.Name, by.PersonOrNone?.Text ?? AboutStructure, AboutStructure, Encoding.UTF8.GetBytes(part.Value!)))],
            });
        }

        state.Set(rules);
        order.Leaves(rules, turn.Position);
        if (order.Proposed is { } proposed)
        {
            versions.Add(proposed.Running);
            state.Add(writes =>
            {
                StructureRows.Add(writes, version, proposed.Files);
                StructureRows.AddContent(writes, proposed.Plan);
                StructureRows.AddContent(writes, proposed.Findings);
            });
        }

        return new Decision.Accepted(drafts);
    }

    private Decision Move(PendingOrder order, MoveMatter act, KeptMatter kept, in Turn turn, RuleState rules)
    {
        var by = order.Order.By;
        var running = rules.Running!;
        if (!rules.Versions.Adoptions.TryGetValue(act.Version, out var adoption)) return Decision.Refuse(ProcessRefusals.NoSuchAdoption);
        var outcome = MovingMatters.Decide(adoption, kept.Matter, act, Underneath.ForMove(kept.Matter, turn.At, versions.Of(act.Version)) with { By = by });
        if (outcome is Outcome.Refused { Why: var why }) return Decision.Refuse(why);
        var under = new Underneath(null, "", running.At(null, running.DayOf(turn.At)), by, null, turn, rules, []);
        if (!MayChange(order, byPower: true, under, rules, out var mandate, out var denied)) return Refuse(order, denied!, turn, running, EntryActorOf(by, kept.Matter, seated: true));
        var drafts = new Drafting(kept, turn, running.Version, PurposeOf(kept.Matter));
        drafts.Add((Outcome.Accepted)outcome, by, mandate);
        React(drafts, turn, rules);
        return Accept(order, drafts, turn, rules);
    }

    private static bool MayChange(PendingOrder order, bool byPower, Underneath under, RuleState rules, out IReadOnlyList<string> mandate, out Refusal? denied)
    {
        (mandate, denied) = ([], null);
        if (!byPower) return true;
        if (order.Order.By is not Actor.Officer officer)
        {
            denied = AuthorityRefusals.ForOfficers;
            return false;
        }

        var question = under.Known.Question(new PowerNeeded(AdoptingStructures.Power, "", "", null, null, null, under.Circumstances.Day)) with
        {
            Post = officer.Seat.Post,
            Unit = officer.Seat.Unit.Text,
            Actor = officer.Person.Text,
            Matter = null,
            Step = null,
        };
        var mandates = rules.Running!.Mandates;
        switch (mandates.Decide(question, rules.Standing))
        {
            case Authorization.Permitted permitted:
                mandate = AuthorityWire.Mandate(permitted);
                return true;
            case var no:
                denied = mandates.On(question.Day, rules.Standing).Of(AdoptingStructures.Power).Count == 0 ? ProcessRefusals.NobodyMayAdopt : ((Authorization.Denied)no).Why;
                return false;
        }
    }

    private Decision Begin(BeginStructure begin, in Turn turn)
    {
        if (!state.Rules.Versions.InForce.IsEmpty) return Decision.Refuse(ProcessRefusals.AdoptedAlready);
        var running = versions.Of(begin.Version);
        var begun = new StructureBegun(begin.Version, Convert.ToHexStringLower(SHA256.HashData(begin.Findings)), begin.Errors, running.DayOf(turn.At), turn.At) { Overrides = begin.Overrides };
        state.Set((state.Rules.After(begun) with { Running = null }).On(turn.At, versions));
        state.AddRuleEntry(turn.Position);
        state.Add(writes =>
        {
            StructureRows.Add(writes, begin.Version, begin.Files);
            StructureRows.AddContent(writes, begin.Findings);
        });
        var written = ProcessEvents.Write(begun);
        return Decision.Accept(new Draft
        {
            Event = written.Name,
            By = EntryActor.System,
            Structure = begin.Version,
            Fields = written.Fields,
            Personal = [.. written.Personal.Where(static part => part.Value is not null).Select(static part => new ValueToSeal(part.Name, AboutStructure, AboutStructure, Encoding.UTF8.GetBytes(part.Value!)))],
        });
    }

    /// <summary>Acts that follow from what was entered, by the system, in the same transaction: so none is lost when the machine stops in between.</summary>
    private void React(Drafting drafts, in Turn turn, RuleState rules)
    {
        foreach (var happened in drafts.TakeNew())
        {
            foreach (var act in Reactions.After(happened))
            {
                var under = Under(drafts.After!, Actor.System, null, turn, rules, null);
                if (DecidingActs.Decide(drafts.After!.Matter, act, under.Circumstances) is not Outcome.Accepted accepted) continue;
                drafts.AddLooks(under.Base, Base);
                drafts.Add(accepted, Actor.System, []);
            }
        }
    }

    private Decision.Accepted Accept(PendingOrder order, Drafting drafts, in Turn turn, RuleState rules)
    {
        var after = drafts.After!;
        var (at, running) = (turn.At, rules.Running!);
        state.Set(after, matter =>
        {
            var under = Underneath.For(matter, at, running, versions);
            return (Jobs.Next(matter, under) is { } next ? InMilliseconds(next) : null, Promises.DueOf(matter, under.Times));
        });
        order.After = after;
        return new Decision.Accepted(drafts.All);
    }

    /// <summary>Rounded up, so that what is due by this number is due.</summary>
    internal static long InMilliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() + (moment.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    /// <summary>A no for lack of authority, which is entered.</summary>
    /// <param name="looks">What the program read to come to it.</param>
    internal Decision Refuse(PendingOrder order, Refusal why, in Turn turn, RunningStructure running, EntryActor by, IReadOnlyList<Draft>? looks = null)
    {
        if (order.Order.By.PersonOrNone is not { } person) return Decision.Refuse(why, [.. looks ?? []]);
        var (name, fields) = AuthorityWire.Write(new ActRefused(order.Act.Word, why.Code, person, (order.Order.By as Actor.Officer)?.Seat, DecidingActs.MatterOf(order.Act), turn.At));
        return Decision.Refuse(why, [new Draft { Event = name, By = by, Structure = running.Version, Fields = fields, Personal = Told(order, why, person) }, .. looks ?? []]);
    }

    /// <summary>
    /// The sentences of a refusal go beside the record, so that whoever sends the request again gets the same. They may name sums; so they are the requester's, and go with an erasure.
    /// </summary>
    private ValueToSeal[] Told(PendingOrder order, Refusal why, ActorId person)
    {
        var matter = order.Matters is [var number, ..] ? state.Find(number)?.Matter : null;
        var (whose, purpose) = matter is null ? (person.Text, AboutStructure) : (matter.FiledFor.Text, PurposeOf(matter));
        return [new(AuthorityWire.SaidInChinese, whose, purpose, Encoding.UTF8.GetBytes(why.Whole.Zh)), new(AuthorityWire.SaidInEnglish, whose, purpose, Encoding.UTF8.GetBytes(why.Whole.En))];
    }

    /// <summary>How an officer stands to a matter, for the powers: <see cref="Conflicts"/> knows. Who filed it for another has it as their own, too.</summary>
    private static Relations RelationsOf(Matter matter, ActorId person) =>
        Conflicts.IsOwn(matter, person) || matter.FiledBy == person ? Relations.OwnMatter : Conflicts.Between(matter, person) is not null ? Relations.Kin : Relations.None;

    internal static Refusal NotSeated(Actor.Officer officer, DateOnly day) => new(AuthorityRefusals.NotSeated, new(
        $"{officer.Person} 于 {day:yyyy-MM-dd} 不在岗位 {officer.Seat} 上。", $"{officer.Person} does not sit in {officer.Seat} on {day:yyyy-MM-dd}."));

    private Underneath Under(KeptMatter kept, Actor by, DateTimeOffset? happened, in Turn turn, RuleState rules, FixedList<GivenItem>? given)
    {
        var pinned = versions.Of(kept.Matter.Version);
        var placed = pinned.At(kept.Matter.Place, pinned.DayOf(kept.Matter.Moved ?? kept.Matter.Filed));
        var facts = kept.Facts ?? [];
        if (given is { IsEmpty: false }) facts = facts.InsertRange(0, given);
        return new Underneath(kept.Matter, kept.Matter.Type, placed, by, happened, turn, rules, facts, Base is { } based ? (based, null) : null);
    }

    private string PurposeOf(Matter matter)
    {
        var pinned = versions.Of(matter.Version);
        return Underneath.PurposeOf(pinned.Structure, matter.Type, pinned.DayOf(matter.Filed));
    }

    internal static EntryActor EntryActorOf(Actor by, Matter? matter, bool seated) => by switch
    {
        Actor.Officer when !seated => new EntryActor.InRole("not-seated"),
        Actor.Officer officer => new EntryActor.Officer(officer.Seat.Post, officer.Seat.Unit.Text),
        Actor.Resident resident => matter is null || matter.FiledFor == resident.Person ? EntryActor.Requester : matter.FiledBy == resident.Person ? new EntryActor.InRole("helper") : new EntryActor.InRole("resident"),
        _ => EntryActor.System,
    };

    /// <summary>Gathers what an order and what follows from it enter, and folds it.</summary>
    private sealed class Drafting
    {
        private readonly List<Draft> _drafts = [];
        private List<IEvent> _new = [];
        private readonly long _position;
        private readonly DateTimeOffset _at;
        private readonly long _number;
        private readonly string _version;
        private readonly string _purpose;

        public Drafting(KeptMatter kept, in Turn turn, string version, string purpose) => (After, _number, _position, _at, _version, _purpose) = (kept, kept.Number, turn.Position, turn.At, version, purpose);

        public Drafting(long number, in Turn turn, string version, string purpose) => (_number, _position, _at, _version, _purpose) = (number, turn.Position, turn.At, version, purpose);

        public KeptMatter? After { get; private set; }

        public int Count => _drafts.Count;

        public IReadOnlyList<Draft> All => _drafts;

        /// <summary>The step that was performed first.</summary>
        public string? FirstStep { get; private set; }

        /// <summary>What the program read of registers stands before what follows from it.</summary>
        public void AddLooks(ReadingInTurn? reading, BaseInTurn? based)
        {
            if (reading?.Read is not { Count: > 0 } read || reading.Purpose is not { } purpose) return;
            var basis = reading.Basis;
            var request = _position + _drafts.Count;
            foreach (var (row, items) in read)
            {
                var seen = new FactsRead(row, reading.Holder, purpose, reading.Reason, request, items, _at);
                based!.Add(_position + _drafts.Count, seen);
                var written = LookEvents.Write(seen);
                _drafts.Add(new Draft { Event = written.Name, By = EntryActor.System, Structure = _version, Fields = written.Fields, Mandate = basis });
            }
        }

        /// <summary>That something was added stands before what it was added to.</summary>
        public void AddAttachment(KeptAttachment attached, Actor by)
        {
            var matter = After!.Matter;
            _drafts.Add(new Draft
            {
                Event = ReadModels.AttachmentAdded,
                By = EntryActorOf(by, matter, seated: true),
                Structure = _version,
                Fields = new EntryValue.Group([new("matter", EntryValue.Of(matter.Id.Text)), new("attachment", EntryValue.Of(attached.Id))]),
                Personal = attached.Personal(matter.FiledFor.Text, _purpose),
            });
        }

        public void Add(Outcome.Accepted accepted, Actor by, IReadOnlyList<string> mandate) => Add(accepted.Events, by, mandate, accepted.Left as Matter);

        /// <param name="left">The matter after all of them, where the rule has folded them already.</param>
        public void Add(IReadOnlyList<IEvent> events, Actor by, IReadOnlyList<string> mandate, Matter? left = null)
        {
            var matter = After?.Matter;
            var (track, facts) = (After?.Track ?? MatterTrack.Empty, After?.Facts ?? []);
            foreach (var one in events)
            {
                if (one is MatterFiled filed) matter = FoldingMatters.Begin(filed);
                else if (left is null) matter = FoldingMatters.Apply(matter!, one);
                var written = ProcessEvents.Write(one);
                var given = ValuesOf(one);
                track = track.With(_position + _drafts.Count, given.Count > 0);
                if (given.Count > 0) facts = facts.InsertRange(0, [.. given.OrderBy(static value => value.Fact, StringComparer.Ordinal).Select(static value => GivenItem.Of(value.Fact, value.Written ?? ""))]);
                if (one is StepPerformed performed) FirstStep ??= performed.Step;
                _new.Add(one);
                _drafts.Add(new Draft
                {
                    Event = written.Name,
                    By = EntryActorOf(by, matter, seated: true),
                    Structure = _version,
                    Fields = written.Fields,
                    Mandate = mandate,
                    Personal = Sealed(written.Personal, matter!.FiledFor.Text),
                });
                mandate = []; // what follows in the flow stands on the structure itself
            }

            if ((left ?? matter) is { } after) After = new KeptMatter(_number, after, track, facts);
        }

        /// <summary>Events since this was asked last.</summary>
        public List<IEvent> TakeNew()
        {
            var taken = _new;
            _new = [];
            return taken;
        }

        private ValueToSeal[] Sealed(IReadOnlyList<PersonalPart> parts, string person)
        {
            if (parts.Count == 0) return [];
            var values = new ValueToSeal[parts.Count];
            var known = 0;
            for (var at = 0; at < parts.Count; at++)
                if (parts[at] is { Value: { } value } part) values[known++] = new ValueToSeal(part.Name, person, _purpose, Encoding.UTF8.GetBytes(value));
            return known == values.Length ? values : values[..known];
        }

        private static FixedList<PersonalValue> ValuesOf(IEvent happened) => happened switch
        {
            MatterFiled one => one.Values,
            InformationAdded one => one.Values,
            StepPerformed one => one.Values,
            UnitAnswered one => one.Values,
            _ => [],
        };
    }
}
