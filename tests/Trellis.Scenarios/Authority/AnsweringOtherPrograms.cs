using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Trellis.Standards.Authzen;
using Xunit;

namespace Trellis.Scenarios.Authority;

/// <summary>OpenID AuthZEN 1.0 over real HTTP.</summary>
public sealed class AnsweringOtherPrograms
{
    private const string Morty = "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs";

    private static string Question(string subject = Morty, string action = "can_update_todo", string owner = "morty@the-citadel.com") =>
        $$$$"""{"subject":{"type":"user","id":"{{{{subject}}}}"},"action":{"name":"{{{{action}}}}"},"resource":{"type":"todo","id":"t-1","properties":{"ownerID":"{{{{owner}}}}"}}}""";

    [Fact]
    public async Task All_43_decisions_of_the_public_scenario_come_out_as_published()
    {
        var published = Path.Combine(Structures.Root, "..", "..", "shared", "data", "authzen", "todo-decisions.json");
        if (!File.Exists(published)) Assert.Skip("The published decisions do not lie beside the checkout (../shared/data/authzen/todo-decisions.json).");
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(published, ARecord.Patience));

        var asked = 0;
        foreach (var one in document.RootElement.GetProperty("evaluation").EnumerateArray())
        {
            using var reply = await server.PostAsync("access/v1/evaluation", one.GetProperty("request").GetRawText());
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Equal("application/json", reply.Content.Headers.ContentType?.ToString());
            var said = await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience);
            Assert.True(said.GetProperty("decision").GetBoolean() == one.GetProperty("expected").GetBoolean(), one.ToString());
            asked++;
        }

        foreach (var batch in document.RootElement.GetProperty("evaluations").EnumerateArray())
        {
            using var reply = await server.PostAsync("access/v1/evaluations", batch.GetProperty("request").GetRawText());
            var said = await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience);
            Assert.Equal(batch.GetProperty("expected").EnumerateArray().Select(static one => one.GetProperty("decision").GetBoolean()), said.GetProperty("evaluations").EnumerateArray().Select(static one => one.GetProperty("decision").GetBoolean()));
            asked++;
        }

        Assert.Equal(43, asked);
    }

    [Fact]
    public async Task An_answer_names_its_reason_its_structure_and_how_much_had_happened()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        using var no = await server.PostAsync("access/v1/evaluation", Question(owner: "rick@the-citadel.com"));
        var context = (await no.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("context");
        using var yes = await server.PostAsync("access/v1/evaluation", Question());
        var granted = (await yes.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("context");

        Assert.Equal("authority.condition-not-met", context.GetProperty("code").GetString());
        Assert.NotEqual(context.GetProperty("reason").GetString(), context.GetProperty("reason_zh").GetString());
        Assert.Equal(["evil-genius@todo-circle"], context.GetProperty("could").EnumerateArray().Select(static one => one.GetString()).Where(static one => one!.StartsWith("evil", StringComparison.Ordinal)));
        Assert.Equal("v1", granted.GetProperty("structure").GetString());
        Assert.Equal(0, granted.GetProperty("ledger_size").GetInt64());
        Assert.Contains("circle-charter/2", granted.GetProperty("mandate").EnumerateArray().Select(static one => one.GetString()));
    }

    [Fact]
    public async Task A_caller_cannot_claim_to_be_somebody_else_by_a_property()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        foreach (var body in (string[])
        [
            $$$$"""{"subject":{"type":"user","id":"{{{{Morty}}}}","properties":{"email":"rick@the-citadel.com"}},"action":{"name":"can_update_todo"},"resource":{"type":"todo","id":"t-1","properties":{"ownerID":"rick@the-citadel.com"}}}""",
            $$$$"""{"subject":{"type":"user","id":"{{{{Morty}}}}"},"action":{"name":"can_update_todo"},"resource":{"type":"todo","id":"t-1","properties":{"ownerID":"rick@the-citadel.com","actor.email":"rick@the-citadel.com"}}}""",
        ])
        {
            using var reply = await server.PostAsync("access/v1/evaluation", body);
            Assert.False((await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("decision").GetBoolean());
        }
    }

    [Theory]
    [InlineData("execute_all", "TFT")]
    [InlineData("deny_on_first_deny", "TF")]
    [InlineData("permit_on_first_permit", "T")]
    public async Task A_batch_goes_as_far_as_was_asked(string semantic, string expected)
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());
        var body = $$$$"""
            {"subject":{"type":"user","id":"{{{{Morty}}}}"},"resource":{"type":"todo","id":"t-1","properties":{"ownerID":"rick@the-citadel.com"}},"options":{"evaluations_semantic":"{{{{semantic}}}}"},
             "evaluations":[{"action":{"name":"can_read_todos"}},{"action":{"name":"can_update_todo"}},{"action":{"name":"can_create_todo"}}]}
            """;

        using var reply = await server.PostAsync("access/v1/evaluations", body);

        Assert.Equal(expected, string.Concat((await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("evaluations").EnumerateArray().Select(static one => one.GetProperty("decision").GetBoolean() ? 'T' : 'F')));
    }

    [Fact]
    public async Task A_batch_without_questions_is_a_single_question_and_a_broken_question_is_told_in_its_place()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        using var single = await server.PostAsync("access/v1/evaluations", Question()[..^1] + ",\"evaluations\":[]}");
        using var mixed = await server.PostAsync("access/v1/evaluations", $$$$"""{"evaluations":[{{{{Question()}}}},{"subject":{"type":"user","id":"{{{{Morty}}}}"}}]}""");
        var answers = (await mixed.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("evaluations");

        Assert.True((await single.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("decision").GetBoolean());
        Assert.True(answers[0].GetProperty("decision").GetBoolean());
        Assert.False(answers[1].GetProperty("decision").GetBoolean());
        Assert.Equal(400, answers[1].GetProperty("context").GetProperty("error").GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("""{"subject":{"type":"user"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":7},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{},"resource":{"type":"todo","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{"name":"can_read_todos"},"resource":"todo"}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1","properties":[]}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"subject":{"type":"user","id":"b"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"\ud800"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"},"context":{"day":"tomorrow"}}""")]
    public async Task A_question_that_lacks_something_is_answered_400_with_one_sentence(string body)
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        using var reply = await server.PostAsync("access/v1/evaluation", body);
        var said = await reply.Content.ReadAsStringAsync(ARecord.Patience);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.EndsWith(".\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Depth_length_kind_and_bytes_that_are_no_text_are_refused()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        using var deep = await server.PostAsync("access/v1/evaluation", Question()[..^1] + ",\"x\":" + new string('[', 100) + new string(']', 100) + "}");
        using var form = await server.PostAsync("access/v1/evaluation", Question(), type: "text/plain");
        using var request = new HttpRequestMessage(HttpMethod.Post, "access/v1/evaluation") { Content = new ByteArrayContent([.. "{\"subject\":\""u8, 0xFF, 0xFE, .. "\"}"u8]) };
        request.Content.Headers.ContentType = new("application/json");
        using var bytes = await server.Client.SendAsync(request, ARecord.Patience);
        using var get = await server.Client.GetAsync(new Uri("access/v1/evaluation", UriKind.Relative), ARecord.Patience);

        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, bytes.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task The_request_id_comes_back_also_with_a_refusal()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        foreach (var body in (string[])[Question(), "{}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "access/v1/evaluation") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Request-ID", "bfe9eb29-ab87");
            using var reply = await server.Client.SendAsync(request, ARecord.Patience);
            Assert.Equal(["bfe9eb29-ab87"], reply.Headers.GetValues("X-Request-ID"));
        }
    }

    [Fact]
    public async Task Searching_finds_exactly_what_asking_everybody_finds()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());
        var standing = Standing.AtTheBeginningOf(server.Structure);
        var mandates = Mandates.Compile(server.Structure);
        var day = new DateOnly(2026, 5, 4);
        string[] people = [.. server.Structure.Seats.Select(static seat => seat.Id).Append("nobody").Distinct()];
        string[] actions = ["can_read_user", "can_read_todos", "can_create_todo", "can_update_todo", "can_delete_todo"];
        string[] owners = ["morty@the-citadel.com", "rick@the-citadel.com", "nobody@nowhere"];

        // The slow twin: each seat of each person, asked one by one.
        bool May(string who, string action, string type, string owner)
        {
            var power = server.Structure.Powers.All.Single(one => one.KnownAs.Contains(("authzen", action)));
            if (power.Over?.Id != type) return false;
            var facts = ReadingFacts.Of(server.Structure, day, [KeyValuePair.Create("todo.owner", owner)]);
            return standing.SeatsOf(who, day).Any(seat => mandates.Ask(new Question { Post = seat.Post, Unit = seat.Unit, Power = power.Id, Day = day, Actor = who, Facts = facts }, standing).Permitted);
        }

        foreach (var owner in owners)
        {
            foreach (var action in actions)
            {
                var type = action == "can_read_user" ? "user" : "todo";
                var found = await FindAsync("subject", $$$$"""{"subject":{"type":"user"},"action":{"name":"{{{{action}}}}"},"resource":{"type":"{{{{type}}}}","id":"1","properties":{"ownerID":"{{{{owner}}}}"}}}""", "id");
                Assert.Equal(people.Where(who => May(who, action, type, owner)).Order(StringComparer.Ordinal), found);
            }

            foreach (var who in people)
            {
                var found = await FindAsync("action", $$$$"""{"subject":{"type":"user","id":"{{{{who}}}}"},"resource":{"type":"todo","id":"1","properties":{"ownerID":"{{{{owner}}}}"}}}""", "name");
                Assert.Equal(actions.Where(action => May(who, action, "todo", owner)).Order(StringComparer.Ordinal), found);
            }
        }

        foreach (var who in people)
        {
            var found = await FindAsync("resource", $$$$"""{"subject":{"type":"user","id":"{{{{who}}}}"},"action":{"name":"can_read_user"},"resource":{"type":"user"}}""", "id");
            Assert.Equal(who == "nobody" ? [] : (string[])["beth@the-smiths.com", "jerry@the-smiths.com", "morty@the-citadel.com", "rick@the-citadel.com", "summer@the-smiths.com"], found);
        }

        async Task<List<string>> FindAsync(string what, string body, string name)
        {
            using var reply = await server.PostAsync($"access/v1/search/{what}", body);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            return [.. (await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience)).GetProperty("results").EnumerateArray().Select(one => one.GetProperty(name).GetString()!)];
        }
    }

    [Fact]
    public async Task Pages_of_a_search_are_together_the_whole_and_a_token_is_for_its_own_search()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());
        const string Asked = """{"subject":{"type":"user"},"action":{"name":"can_read_todos"},"resource":{"type":"todo","id":"1"}""";

        var found = new List<string>();
        var token = "";
        var pages = 0;
        do
        {
            using var reply = await server.PostAsync("access/v1/search/subject", Asked + (token.Length == 0 ? ""","page":{"limit":2}}""" : $$$$""","page":{"token":"{{{{token}}}}"}}"""));
            var said = await reply.Content.ReadFromJsonAsync<JsonElement>(ARecord.Patience);
            Assert.Equal("page", said.EnumerateObject().First().Name);
            Assert.Equal(5, said.GetProperty("page").GetProperty("total").GetInt32());
            found.AddRange(said.GetProperty("results").EnumerateArray().Select(static one => one.GetProperty("id").GetString()!));
            var first = token;
            token = said.GetProperty("page").GetProperty("next_token").GetString()!;
            if (first.Length == 0)
            {
                using var other = await server.PostAsync("access/v1/search/subject", Asked.Replace("can_read_todos", "can_create_todo", StringComparison.Ordinal) + $$$$""","page":{"token":"{{{{token}}}}"}}""");
                using var longer = await server.PostAsync("access/v1/search/subject", Asked + $$$$""","page":{"token":"{{{{token}}}}","limit":3}}""");
                using var made = await server.PostAsync("access/v1/search/subject", Asked + ""","page":{"token":"made-up"}}""");
                Assert.All((HttpResponseMessage[])[other, longer, made], static one => Assert.Equal(HttpStatusCode.BadRequest, one.StatusCode));
            }
        }
        while (token.Length > 0 && ++pages < 10);

        Assert.Equal(5, found.Distinct().Count());
        Assert.Equal(found.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task A_structure_that_is_not_open_asks_for_a_token_that_is_good_for_asking()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.TodoWithTokens());
        var good = await server.TokenAsync(Scope.Ask);
        var other = await server.TokenAsync(Scope.Export);

        using var none = await server.PostAsync("access/v1/evaluation", Question());
        using var wrong = await server.PostAsync("access/v1/evaluation", Question(), good[..^1] + (good[^1] == 'A' ? 'B' : 'A'));
        using var elsewhere = await server.PostAsync("access/v1/evaluation", Question(), other);
        using var right = await server.PostAsync("access/v1/evaluation", Question(), good);
        server.Record.Clock.Move(TimeSpan.FromDays(31));
        using var late = await server.PostAsync("access/v1/evaluation", Question(), good);

        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal("Bearer", none.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task Whoever_guesses_tokens_is_stopped_and_nobody_with_a_good_one_from_elsewhere_is()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.TodoWithTokens());

        for (var at = 0; at < 20; at++)
        {
            using var guess = await server.PostAsync("access/v1/evaluation", Question(), "trellis.0000000000000000.guess");
            Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        }

        using var stopped = await server.PostAsync("access/v1/evaluation", Question(), "trellis.0000000000000000.guess");
        server.Record.Clock.Move(TimeSpan.FromMinutes(1));
        using var again = await server.PostAsync("access/v1/evaluation", Question(), await server.TokenAsync(Scope.Ask));

        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Answers_are_kept_with_their_ground_and_are_no_entries(string kind)
    {
        await using var server = await AnAuthority.StartAsync(kind, AnAuthority.Todo());

        for (var at = 0; at < 5; at++)
        {
            using var reply = await server.PostAsync("access/v1/evaluation", at == 0 ? Question(owner: "rick@the-citadel.com") : Question());
        }

        await server.Log.DisposeAsync();
        using var session = server.Record.Read();
        var rows = DecisionRows.Read(session, 0, 100);

        Assert.Equal(5, rows.Count);
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(static one => one.Number));
        Assert.Equal((false, "authority.condition-not-met"), (rows[0].Row.Permitted, rows[0].Row.Code));
        Assert.All(rows, static one => Assert.Equal(("v1", 0L, "open"), (one.Row.Structure, one.Row.LedgerSize, one.Row.AskedBy)));
        Assert.DoesNotContain(rows, static one => one.Row.Resource.Contains('@', StringComparison.Ordinal));
        Assert.Equal(0, server.Writer.Size);
    }

    [Theory]
    [MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Names_are_kept_as_far_as_whole_signs_go_and_no_name_stops_the_record(string kind)
    {
        await using var server = await AnAuthority.StartAsync(kind, AnAuthority.Todo());
        var start = new string('a', 199);

        using var kept = await server.PostAsync("access/v1/evaluation", Question(subject: start + "\U0001F600\U0001F600"));
        using var refused = await server.PostAsync("access/v1/evaluation", Question(subject: "a\\u0000b"));
        await server.Log.DisposeAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (kept.StatusCode, refused.StatusCode));
        using (var session = server.Record.Read()) Assert.Equal(start, Assert.Single(DecisionRows.Read(session, 0, 100)).Row.Subject);
        Assert.True(server.Writer.Works);
        await ARecord.AppendAsync(server.Writer, 0, 1);
    }

    [Theory]
    [MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whatever_one_errand_does_its_sender_is_told_and_the_record_goes_on(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        var row = new DecisionRow(record.Clock.Now, "v1", 0, "open", "", "user", "a", "b", "todo", "1", true, "");

        var told = await Assert.ThrowsAsync<MachineFault>(() => writer.WriteAsync((_, writes) =>
        {
            DecisionRows.Add(writes, 1, [row]);
            throw new InvalidOperationException("No program is without faults.");
        }));
        foreach (var word in (string[])["half a sign \ud83d", "half a sign \ude00 in between", "nothing\0"])
        {
            // One store refuses it, the other keeps something in its place.
            if (kind == "SQLite") await writer.WriteAsync(writes => DecisionRows.Add(writes, 2 + word.Length, [row with { Subject = word }]));
            else await Assert.ThrowsAsync<MachineFault>(() => writer.WriteAsync(writes => DecisionRows.Add(writes, 2 + word.Length, [row with { Subject = word }])));
            await ARecord.AppendAsync(writer, word.Length, 1);
        }

        Assert.Contains("No program is without faults", told.Message, StringComparison.Ordinal);
        await writer.WriteAsync(writes => DecisionRows.Add(writes, 100, [row]));
        using (var session = record.Read()) Assert.DoesNotContain(DecisionRows.Read(session, 0, 100), static one => one.Number == 1);
        await writer.DisposeAsync();
        Assert.Contains("closed", (await Assert.ThrowsAsync<MachineFault>(() => writer.WriteAsync(writes => DecisionRows.Add(writes, 101, [row])))).Message, StringComparison.Ordinal);
        record.HoldsTogether();
    }

    [Fact]
    public async Task A_log_that_is_full_drops_and_says_how_many()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        var log = new DecisionLog(writer, record.Clock, most: 10, TimeSpan.FromSeconds(1));
        var row = new DecisionRow(record.Clock.Now, "v1", 0, "open", "", "user", "a", "b", "todo", "1", true, "");

        for (var at = 0; at < 25; at++) log.Add(row);
        await log.DisposeAsync();
        using var session = record.Read();
        var rows = DecisionRows.Read(session, 0, 100);

        Assert.Equal(15, log.Dropped);
        Assert.Equal(11, rows.Count);
        Assert.Equal((DecisionLog.DroppedCode, "15"), (rows[^1].Row.Code, rows[^1].Row.Resource));
    }

    [Fact]
    public async Task The_configuration_names_the_addresses_that_answer()
    {
        await using var server = await AnAuthority.StartAsync("SQLite", AnAuthority.Todo());

        var told = await server.Client.GetFromJsonAsync<JsonElement>(".well-known/authzen-configuration", ARecord.Patience);

        foreach (var (name, path) in (ReadOnlySpan<(string, string)>)[("access_evaluation_endpoint", "evaluation"), ("access_evaluations_endpoint", "evaluations"), ("search_subject_endpoint", "search/subject"), ("search_resource_endpoint", "search/resource"), ("search_action_endpoint", "search/action")])
            Assert.Equal(new Uri(server.Client.BaseAddress!, "access/v1/" + path).ToString(), told.GetProperty(name).GetString());
    }

    [Fact]
    public void Names_of_a_power_a_register_and_an_item_are_those_of_the_scheme_and_our_own()
    {
        var names = new AuthzenNames(Trellis.Structure.ReadingStructures.Read(AnAuthority.Todo()).Structure);

        Assert.Equal("update-todo", names.Power("can_update_todo"));
        Assert.Equal("update-todo", names.Power("update-todo"));
        Assert.Null(names.Power("can_fly"));
        Assert.Equal("todo.owner", names.Item("todo", "ownerID"));
        Assert.Equal("todo.owner", names.Item("todo", "owner"));
        Assert.Null(names.Item("todo", "actor.email"));
    }
}
