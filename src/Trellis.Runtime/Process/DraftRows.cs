using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure.Expressions;
using Draft = Trellis.Process.Draft;

namespace Trellis.Runtime.Process;

/// <summary>What somebody has written and not filed yet.</summary>
/// <param name="Given">What they have filled in so far.</param>
/// <param name="KeptUntil">The last moment; then it is deleted.</param>
public sealed record KeptDraft(long Id, string Type, FixedList<GivenItem> Given, PersonalText? Said, DateTimeOffset Saved, DateTimeOffset KeptUntil);

/// <summary>Rows of drafts. Each is sealed under a key of its own, which stands wrapped beside it and is gone with the row.</summary>
internal static class DraftRows
{
    private const string Purpose = "draft";

    private static readonly Statement PutRow = new("""
        insert into draft (id, writer, type, saved, kept_until, wrapped, sealed) values (@id, @writer, @type, @saved, @kept_until, @wrapped, @sealed)
        on conflict (id) do update set type = excluded.type, saved = excluded.saved, kept_until = excluded.kept_until, wrapped = excluded.wrapped, sealed = excluded.sealed
        """);

    private static readonly Statement OfWriter = new("select id, type, saved, kept_until, wrapped, sealed from draft where writer = @writer order by saved desc, id desc limit 50");

    private static readonly Statement ById = new("select id, type, saved, kept_until, wrapped, sealed from draft where id = @id and writer = @writer");

    private static readonly Statement DeleteRow = new("delete from draft where id = @id and writer = @writer");

    private static readonly Statement DeleteBefore = new("delete from draft where kept_until < @now");

    private static readonly Statement IdsOfWriter = new("select id from draft where writer = @writer order by id");

    private static readonly Statement AllIds = new("select id from draft order by id");

    private static readonly Statement DeleteOne = new("delete from draft where id = @id");

    internal static IReadOnlyList<Statement> Statements { get; } = [PutRow, OfWriter, ById, DeleteRow, DeleteBefore, IdsOfWriter, AllIds, DeleteOne];

    public static void Put(Writes writes, RecordKeys keys, long id, Draft draft)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (draft.Said?.Written is { } said) json.WriteString("said", said);
            json.WriteStartObject("given");
            foreach (var value in draft.Values) json.WriteString(value.Fact, value.Written);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var key = RandomNumberGenerator.GetBytes(32);
        writes.Add(
            PutRow, id, draft.Writer.Text, draft.Type, draft.Saved.ToUnixTimeMilliseconds(), draft.KeptUntil.ToUnixTimeMilliseconds(),
            keys.Wrap(IdOf(id), draft.Writer.Text, Purpose, key), RecordKeys.Seal(key, bytes.ToArray(), Binding(id)));
    }

    public static List<KeptDraft> Of(Session session, RecordKeys keys, ActorId writer) => Read(session.Query(OfWriter, writer.Text), keys, writer);

    public static KeptDraft? Find(Session session, RecordKeys keys, long id, ActorId writer) => Read(session.Query(ById, id, writer.Text), keys, writer) is [var draft] ? draft : null;

    public static void Delete(Writes writes, long id, ActorId writer) => writes.Add(DeleteRow, id, writer.Text);

    /// <summary>The drafts of a writer, by the ids of their keys as an order to erase names them.</summary>
    public static List<string> KeysOf(Session session, string writer)
    {
        using var rows = session.Query(IdsOfWriter, writer);
        var keys = new List<string>();
        while (rows.Next()) keys.Add(KeyOf(rows.Number(0)));
        return keys;
    }

    /// <summary>Which drafts there are among those whose keys an order to erase names.</summary>
    public static List<long> Among(Session session, IReadOnlyCollection<string> keys)
    {
        var asked = keys as IReadOnlySet<string> ?? keys.ToHashSet(StringComparer.Ordinal);
        using var rows = session.Query(AllIds);
        var found = new List<long>();
        while (rows.Next())
            if (asked.Contains(KeyOf(rows.Number(0)))) found.Add(rows.Number(0));
        return found;
    }

    public static string KeyOf(long id) => Convert.ToHexStringLower(IdOf(id));

    public static void Delete(Writes writes, long id) => writes.Add(DeleteOne, id);

    public static void DeleteOverdue(Writes writes, DateTimeOffset now) => writes.Add(DeleteBefore, now.ToUnixTimeMilliseconds());

    private static List<KeptDraft> Read(Rows rows, RecordKeys keys, ActorId writer)
    {
        using (rows)
        {
            var drafts = new List<KeptDraft>();
            while (rows.Next())
            {
                var id = rows.Number(0);
                var key = keys.Unwrap(new KeyRow(0, IdOf(id), writer.Text, Purpose, rows.Bytes(4)));
                if (RecordKeys.OpenSealed(key, rows.Bytes(5), Binding(id)) is not { } plain) throw new StoreFault(StoreTrouble.Damaged, "a draft was changed after it was saved.");
                using var json = JsonDocument.Parse(plain);
                drafts.Add(new KeptDraft(
                    id, rows.Text(1),
                    [.. json.RootElement.GetProperty("given").EnumerateObject().Select(static one => new GivenItem(one.Name, ReadingGiven.Read(one.Value.GetString() ?? "")))],
                    json.RootElement.TryGetProperty("said", out var said) ? new PersonalText(said.GetString()) : null,
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(2)), DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(3))));
            }

            return drafts;
        }
    }

    private static byte[] IdOf(long id) => SHA256.HashData(Binding(id))[..16];

    private static byte[] Binding(long id) => Encoding.ASCII.GetBytes($"trellis-draft/1\n{id}");
}
