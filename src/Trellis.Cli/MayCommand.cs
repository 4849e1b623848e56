using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Authority;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;

namespace Trellis.Cli;

/// <summary>`trellis may`: who may decide what, why, and who else could.</summary>
internal static class MayCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a structure." };
        var post = new Option<string?>("--post") { Description = "Who would decide. Alone: what may this post decide? Left out: who may decide what --decide names?", HelpName = "POST@UNIT" };
        var decide = new Option<string?>("--decide") { Description = "What would be decided: a power, or with --matter a step of that matter type.", HelpName = "POWER|STEP" };
        var matter = new Option<string?>("--matter") { Description = "The matter type.", HelpName = "MATTER" };
        var place = new Option<string?>("--place") { Description = "The unit that is the place of the matter. Default: the ground of the post's unit.", HelpName = "UNIT" };
        var amount = new Option<string?>("--amount") { Description = "The sum, such as \"6000 CNY\".", HelpName = "AMOUNT" };
        var outcome = new Option<string?>("--outcome") { Description = "The outcome that would be given.", HelpName = "OUTCOME" };
        var on = new Option<string?>("--on") { Description = "The day of the act, such as 2026-05-01. Default: today.", HelpName = "DAY" };
        var fact = new Option<string[]>("--fact") { Description = "What is known: premises.area=\"80 m2\". May be given several times.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };
        var actor = new Option<string?>("--actor") { Description = "The person, by the id in seats.tsv; must sit in the post on that day.", HelpName = "ACTOR" };
        var earlier = new Option<string[]>("--earlier") { Description = "Who did an earlier step of the matter. May be given several times.", HelpName = "STEP=ACTOR", AllowMultipleArgumentsPerToken = false };
        var relation = new Option<string?>("--relation") { Description = "How the person stands to the matter: own or kin.", HelpName = "own|kin" };
        var withdrawn = new Option<string[]>("--withdrawn") { Description = "Ask as if a delegation, or one expansion of it (DELEGATION@UNIT), were withdrawn on that day.", HelpName = "DELEGATION", AllowMultipleArgumentsPerToken = false };
        var emergency = new Option<string?>("--emergency") { Description = "Ask as if this emergency were declared on that day.", HelpName = "EMERGENCY" };
        var who = new Option<bool>("--who") { Description = "After the answer, list everyone who could decide it." };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default) or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        var lang = new Option<string?>("--lang") { Description = "Language of the answer: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("may", "Tell who may decide what, why, and who else could.") { folder, post, decide, matter, place, amount, outcome, on, fact, actor, earlier, relation, withdrawn, emergency, who, format, lang };
        command.SetAction(parsed =>
        {
            var language = parsed.GetValue(lang) is { } asked ? OneOf(asked, "--lang", "zh", "en") == "zh" ? Language.Chinese : Language.English : terminal.Language;
            var asJson = OneOf(parsed.GetValue(format)!, "--format", "text", "json") == "json";
            var structure = Read(parsed.GetRequiredValue(folder));
            var day = parsed.GetValue(on) is { } written ? DayOf(written) : DateOnly.FromDateTime(DateTime.Now);
            var standing = StandingOf(structure, day, parsed.GetValue(withdrawn) ?? [], parsed.GetValue(emergency));
            var mandates = Mandates.Compile(structure);
            var seat = parsed.GetValue(post) is { } at ? PostOf(structure, at) : ((string Post, string Unit)?)null;
            var answers = new MayAnswers(mandates, standing, day, language, terminal.Words, asJson);

            if (parsed.GetValue(decide) is not { } what)
            {
                if (seat is not { } alone) throw new UnusableInput("Nothing is asked.", "Name a post with --post, something to decide with --decide, or both.");
                return answers.WhatMay(alone.Post, alone.Unit);
            }

            var (power, step) = WhatOf(structure, what, parsed.GetValue(matter));
            var facts = new MayFacts(structure, power, parsed.GetValue(matter), day);
            var question = new Question
            {
                Post = seat?.Post ?? "",
                Unit = seat?.Unit ?? "",
                Power = power,
                Day = day,
                Outcome = parsed.GetValue(outcome),
                Matter = parsed.GetValue(matter),
                Step = step,
                Place = parsed.GetValue(place) is { } named ? Choices.Known(named, "--place", "unit", structure.Units.Ids) : null,
                Amount = parsed.GetValue(amount) is { } sum ? AmountOf(sum) : null,
                Actor = parsed.GetValue(actor),
                Earlier = [.. (parsed.GetValue(earlier) ?? []).Select(static one => Pair(one, "--earlier", "STEP=ACTOR")).Select(static pair => new EarlierAct(pair.Key, pair.Value))],
                Relations = parsed.GetValue(relation) is { } near ? OneOf(near, "--relation", "own", "kin") == "own" ? Relations.OwnMatter : Relations.Kin : Relations.None,
                Facts = ReadingFacts.Of(structure, day, (parsed.GetValue(fact) ?? []).Select(one => facts.Checked(Pair(one, "--fact", "NAME=VALUE")))),
            };
            return seat is null ? answers.Who(question, facts) : answers.May(question, parsed.GetValue(who), facts);
        });
        return command;
    }

    private static GovernanceStructure Read(string path)
    {
        var reading = ReadingStructures.Read(StructureFolder.Read(path), Environment.ProcessorCount);
        var errors = reading.Findings.Kept.Count(static finding => finding.Severity == Severity.Error);
        if (errors > 0) throw new UnusableInput($"This structure has {errors} {(errors == 1 ? "error" : "errors")} in its files, so no answer could be relied on.", "trellis check tells them, with file and line.", path);
        return reading.Structure;
    }

    private static Standing StandingOf(GovernanceStructure structure, DateOnly day, string[] withdrawn, string? emergency)
    {
        var standing = Standing.AtTheBeginningOf(structure);
        foreach (var one in withdrawn)
        {
            var at = one.IndexOf('@', StringComparison.Ordinal);
            var delegation = Choices.Known(at < 0 ? one : one[..at], "--withdrawn", "delegation", structure.Delegations.Ids);
            standing = standing.After(new AuthorityEvent.Withdrawn(delegation, at < 0 ? null : Choices.Known(one[(at + 1)..], "--withdrawn", "unit", structure.Units.Ids), day));
        }

        if (emergency is not null) standing = standing.After(new AuthorityEvent.EmergencyDeclared(Choices.Known(emergency, "--emergency", "emergency", structure.Emergencies.Ids), day, day));
        return standing;
    }

    /// <summary>A step of the matter type goes before a power of the same name.</summary>
    private static (string Power, string? Step) WhatOf(GovernanceStructure structure, string what, string? matter)
    {
        if (matter is null)
        {
            if (!structure.Powers.Has(what) && structure.Matters.All.FirstOrDefault(type => type.Steps.Any(step => step.Id == what)) is { } with)
                throw new UnusableInput($"--decide: \"{Excerpt.Of(what, 60)}\" is a step, and a step is asked about with its matter type.", $"Add --matter {with.Id}.");
            return (Choices.Known(what, "--decide", "power", structure.Powers.Ids), null);
        }

        Choices.Known(matter, "--matter", "matter type", structure.Matters.Ids);
        var steps = structure.Matters.Of(matter).SelectMany(static type => type.Steps).ToList();
        if (steps.Find(step => step.Id == what) is { } found)
        {
            if (found.Power?.Id is { } needed) return (needed, found.Id);
            throw new UnusableInput($"Step {what} of {matter} needs no power.", found.By is { } by ? $"It is done by {by}." : "Anyone who does the work may do it.");
        }

        if (structure.Powers.Has(what)) return (what, null);
        return (Choices.Known(what, "--decide", "power or step", structure.Powers.Ids.Concat(steps.Select(static step => step.Id))), null);
    }

    private static (string Post, string Unit) PostOf(GovernanceStructure structure, string written)
    {
        var at = written.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == written.Length - 1) throw new UnusableInput($"--post takes POST@UNIT, not \"{Excerpt.Of(written, 60)}\".", $"Write for example: --post {SomePost(structure)}.");
        return (Choices.Known(written[..at], "--post", "post", structure.Posts.Ids), Choices.Known(written[(at + 1)..], "--post", "unit", structure.Units.Ids));
    }

    private static string SomePost(GovernanceStructure structure) =>
        structure.Posts.All.FirstOrDefault(post => structure.Units.Has(post.Where.Id ?? "")) is { } post ? $"{post.Id}@{post.Where.Id}" : "POST@UNIT";

    private static Quantity AmountOf(string written) => Quantity.TryParse(written, out var amount, out var why)
        ? amount.Measure == Measure.Yuan ? amount : throw new UnusableInput($"--amount is a sum of money, and \"{Excerpt.Of(written, 40)}\" is none.", $"Any other figure is a fact: --fact matter.ITEM=\"{Excerpt.Of(written, 40)}\".")
        : throw new UnusableInput($"--amount cannot be read. {why.Says.En}.", "Write a number, a blank and a unit, such as \"6000 CNY\".");

    private static DateOnly DayOf(string written) => DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new UnusableInput($"--on takes a day, not \"{Excerpt.Of(written, 40)}\".", "Write year, month and day: 2026-05-01.");

    private static KeyValuePair<string, string> Pair(string written, string option, string form)
    {
        var equals = written.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? new(written[..equals].Trim(), written[(equals + 1)..].Trim()) : throw new UnusableInput($"{option} \"{Excerpt.Of(written, 60)}\" does not say {form}.", "Put an equals sign between the two.");
    }

    private static string OneOf(string value, string option, params string[] allowed)
    {
        if (allowed.Contains(value, StringComparer.Ordinal)) return value;
        var near = NearNames.Nearest(value, allowed) is { } meant ? $" Did you mean {meant}?" : "";
        throw new UnusableInput($"{option} takes {string.Join(" or ", allowed)}, not \"{Excerpt.Of(value, 40)}\".", $"Use one of these.{near}");
    }
}

/// <summary>Writes the answers of `trellis may`.</summary>
internal sealed class MayAnswers(Mandates mandates, Standing standing, DateOnly day, Language language, TextWriter to, bool asJson)
{
    private readonly AuthorityWords _words = new(mandates.On(day, standing));
    private readonly bool _chinese = language == Language.Chinese;

    public int May(in Question question, bool who, MayFacts facts)
    {
        var authorization = mandates.Decide(question, standing);
        var could = who || authorization is Authorization.Denied ? mandates.WhoCould(question, standing) : [];
        if (asJson)
        {
            var answered = question;
            Json(json =>
            {
                json.WriteString("answer", authorization is Authorization.Permitted ? "yes" : "no");
                if (authorization is Authorization.Denied denied) json.WriteString("code", denied.Why.Code);
                Says(json, authorization.Says);
                json.WriteString("post", $"{answered.Post}@{answered.Unit}");
                json.WriteString("power", answered.Power);
                json.WriteString("day", Day(answered.Day));
                Figures(json, authorization.Answer);
                if (authorization is Authorization.Permitted yes)
                {
                    json.WriteString("in-name-of", yes.InNameOf.Id);
                    Chain(json, yes.Mandate);
                }
                else if (authorization.Answer.Link is { } link) json.WriteString("link", link.Entry.Address);

                Could(json, could);
            });
        }
        else
        {
            to.WriteLine(authorization.Says.In(language));
            if (authorization is Authorization.Permitted yes)
            {
                foreach (var link in yes.Chain) to.WriteLine($"  {Link(link)}");
            }
            else if (authorization is Authorization.Denied denied)
            {
                to.WriteLine($"  {denied.Why.Code}");
                Ask([authorization.Answer], facts);
            }

            if (who) List(could);
        }

        return authorization is Authorization.Permitted ? ExitCodes.Fine : ExitCodes.Findings;
    }

    public int Who(in Question question, MayFacts facts)
    {
        var place = question.Place ?? mandates.Structure.Top.Id ?? "";
        var could = mandates.WhoCould(question with { Unit = place }, standing);
        var waiting = could.Count == 0 ? mandates.WaitingToKnow(question with { Unit = place }, standing) : [];
        var asked = question;
        if (asJson)
        {
            Json(json =>
            {
                json.WriteString("power", asked.Power);
                json.WriteString("day", Day(asked.Day));
                json.WriteString("place", place);
                Could(json, could);
                if (waiting.Count == 0) return;
                json.WriteStartArray("not-known");
                foreach (var (name, _) in facts.Missing(waiting)) json.WriteStringValue(name);
                json.WriteEndArray();
            });
        }
        else if (waiting.Count > 0)
        {
            to.WriteLine(_chinese ? $"{Day(day)} 谁可以在「{place}」决定这件事，还说不准，因为有的情况不知道：" : $"Who may decide this at \"{place}\" on {Day(day)} cannot be said yet, because something is not known:");
            Ask(waiting, facts);
        }
        else if (could.Count == 0) to.WriteLine(_chinese ? $"{Day(day)} 没有岗位可以在「{place}」决定这件事。" : $"On {Day(day)} no post may decide this at \"{place}\".");
        else List(could);
        return could.Count > 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }

    /// <summary>What would have to be known, as options to write.</summary>
    private void Ask(IReadOnlyList<Answer> answers, MayFacts facts)
    {
        foreach (var (name, option) in facts.Missing(answers)) to.WriteLine(_chinese ? $"  {name} 不知道：加上 {option}" : $"  {name} is not known: add {option}");
    }

    public int WhatMay(string post, string unit)
    {
        var held = mandates.WhatMay(post, unit, day, standing);
        if (asJson)
        {
            Json(json =>
            {
                json.WriteString("post", $"{post}@{unit}");
                json.WriteString("day", Day(day));
                json.WriteStartArray("powers");
                foreach (var mandate in held)
                {
                    json.WriteStartObject();
                    json.WriteString("power", mandate.Power.Id);
                    json.WriteString("allows", mandate.Power.Allows);
                    json.WriteString("in-name-of", mandate.InNameOf.Id);
                    json.WriteNumber("may-pass-on", Math.Max(0, mandate.MayPassOn));
                    if (mandate.Until < DateOnly.MaxValue) json.WriteString("until", Day(mandate.Until));
                    Chain(json, mandate);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else if (held.Count == 0) to.WriteLine(_chinese ? $"{_words.Who(post, unit).Zh}在 {Day(day)} 没有任何职权。" : $"{_words.Who(post, unit).En} has no power on {Day(day)}.");
        else
        {
            to.WriteLine(_chinese ? $"{_words.Who(post, unit).Zh}在 {Day(day)} 可以：" : $"{_words.Who(post, unit).En} may on {Day(day)}:");
            foreach (var mandate in held)
            {
                to.WriteLine($"  {AuthorityWords.Named(mandate.Power).In(language)}{(_chinese ? "：" : ": ")}{_words.Through(mandate).In(language)}");
                foreach (var link in mandate.Chain.Reverse())
                    if (_words.LimitsOf(link).In(language) is { Length: > 0 } limits) to.WriteLine($"    {(link.Delegation?.Id ?? link.At)}{(_chinese ? "：" : ": ")}{limits}");
            }
        }

        return held.Count > 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private string Link(Mandate link)
    {
        var basis = string.Join(", ", link.Delegation?.Basis ?? link.Power.Basis);
        var limits = _words.LimitsOf(link).In(language);
        var what = link.Delegation is { } delegation ? AuthorityWords.Named(delegation) : AuthorityWords.Named(link.Power);
        return _chinese
            ? $"{_words.Who(link).Zh}：{(link.Delegation is null ? "持有" : "受权于")}{what.Zh}{(limits.Length > 0 ? $"，{limits}" : "")}{(basis.Length > 0 ? $"；{basis}" : "")}"
            : $"{_words.Who(link).En}: {(link.Delegation is null ? "holds" : "was lent it by")} {what.En}{(limits.Length > 0 ? $", {limits}" : "")}{(basis.Length > 0 ? $"; {basis}" : "")}";
    }

    private void List(IReadOnlyList<Answer> could)
    {
        to.WriteLine(_chinese ? "可以决定的岗位，由近到远：" : "Who could decide it, nearest first:");
        foreach (var one in could) to.WriteLine($"  {_words.Who(one.Mandate!).In(language)}{(_chinese ? "，" : ", ")}{_words.Through(one.Mandate!).In(language)}");
        if (could.Count == 0) to.WriteLine(_chinese ? "  没有" : "  nobody");
    }

    private void Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        to.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void Says(Utf8JsonWriter json, Text says)
    {
        json.WriteStartObject("says");
        json.WriteString("zh", says.Zh);
        json.WriteString("en", says.En);
        json.WriteEndObject();
    }

    private static void Figures(Utf8JsonWriter json, in Answer answer)
    {
        if (answer.Asked is { } asked) json.WriteString("asked", asked.ToString());
        if (answer.Ceiling is { } ceiling) json.WriteString("ceiling", ceiling.ToString());
        if (answer.Used is { } used) json.WriteString("used", used.ToString());
        if (answer.Over is { } over) json.WriteString("over", over.ToString());
    }

    private static void Chain(Utf8JsonWriter json, Mandate mandate)
    {
        json.WriteStartArray("chain");
        foreach (var link in mandate.Chain)
        {
            json.WriteStartObject();
            json.WriteString("entry", link.Entry.Address);
            json.WriteString("post", link.At);
            json.WriteStartArray("basis");
            foreach (var citation in link.Delegation?.Basis ?? link.Power.Basis) json.WriteStringValue(citation.ToString());
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Could(Utf8JsonWriter json, IReadOnlyList<Answer> could)
    {
        json.WriteStartArray("could");
        foreach (var one in could)
        {
            json.WriteStartObject();
            json.WriteString("post", one.Mandate!.At);
            json.WriteStartArray("through");
            foreach (var delegation in one.Mandate.Delegations) json.WriteStringValue(delegation.Id);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
