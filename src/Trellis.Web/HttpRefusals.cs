namespace Trellis.Web;

/// <summary>Every no about a request itself, before anybody looks at what it asks for. Codes are never reused.</summary>
public static class HttpRefusals
{
    public static Refusal NotFound { get; } = new("http.not-found", new("这里没有这个地址。", "There is nothing at this address."));

    public static Refusal MethodNotAllowed { get; } = new("http.method-not-allowed", new("这个地址要用别的方法。", "This address takes another method."));

    public static Refusal BodyTooLarge { get; } = new("http.body-too-large", new("请求正文太大。", "The body is too large."));

    public static Refusal BodyIncomplete { get; } = new("http.body-incomplete", new("请求正文没有完整到达。", "The body did not come whole."));

    public static Refusal NotJson { get; } = new("http.not-json", new("请求正文要用 application/json，UTF-8。", "The body is sent as application/json, in UTF-8."));

    public static Refusal BodyUnreadable { get; } = new("http.body-unreadable", new("请求正文读不出来。", "The body cannot be read."));

    public static Refusal ParameterUnreadable { get; } = new("http.parameter-unreadable", new("地址里的参数读不出来。", "A parameter of the address cannot be read."));

    public static Refusal KeyMissing { get; } = new("http.key-missing", new("每个办理行为都要带 Idempotency-Key，断线重发才不会办两次。", "Every act carries an Idempotency-Key, so that it is done once however often it is sent."));

    public static Refusal KeyUnreadable { get; } = new("http.key-unreadable", new("Idempotency-Key 是 1 到 200 个可见的 ASCII 字符。", "An Idempotency-Key has 1 to 200 visible ASCII characters."));

    public static Refusal KeyUsedOtherwise { get; } = new("http.key-used-otherwise", new("这个 Idempotency-Key 已经用于另一个请求。", "This Idempotency-Key was used for another request."));

    public static Refusal Stale { get; } = new("http.stale", new("事项在这期间有了变化，请重新读取。", "The matter has changed since. Read it again."));

    public static Refusal ETagUnreadable { get; } = new("http.etag-unreadable", new("If-Match 要用读取事项时得到的 ETag。", "If-Match takes the ETag that came with the matter."));

    public static Refusal FactUnreadable { get; } = new("http.fact-unreadable", new("有一项事实读不出来。", "A fact cannot be read."));

    public static Refusal StructureUnreadable { get; } = new("http.structure-unreadable", new("这些文件不是一个可以运行的结构。", "These files are no structure that can run."));

    public static Refusal NoSuchPicture { get; } = new("http.no-such-picture", new("这个事项没有这张图片，或者它已依法删除。", "The matter has no such picture, or it was erased."));

    public static Refusal NotSignedYet { get; } = new("http.not-signed-yet", new("这一条还没有被检查点覆盖，请过一两秒再来。", "No checkpoint covers this entry yet. Ask again in a second."));

    public static Refusal WebhookRefused { get; } = new("http.webhook-refused", new("这个地址不能接收事件。", "This address cannot be told of events."));

    public static Refusal NoSuchWebhook { get; } = new("http.no-such-webhook", new("没有这个接收地址。", "There is no such webhook."));

    public static Refusal Busy { get; } = new("http.busy", new("现在存不进去，请稍后用同一个 Idempotency-Key 再发。", "It cannot be stored just now. Send it again in a moment with the same Idempotency-Key."));

    /// <summary>Of what carries no key: tokens, erasures, webhooks, the deletion of drafts.</summary>
    public static Refusal NotStored { get; } = new("http.not-stored", new(
        "现在存不进去。服务恢复后先看做成了没有：令牌、接收地址和草稿看清单，没有收到的密钥另换一个；删除个人信息的再发一次，已经删除的会说没有可删的。", "It cannot be stored just now. When the server is ready, look whether it was done: tokens, webhooks and drafts stand in their lists, a secret that did not arrive is renewed, and an erasure that was done finds nothing more when it is sent again."));

    public static Refusal Fault { get; } = new("http.fault", new("程序出了错，已经记下。", "The program failed; it was noted."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotFound, MethodNotAllowed, BodyTooLarge, BodyIncomplete, NotJson, BodyUnreadable, ParameterUnreadable, KeyMissing, KeyUnreadable, KeyUsedOtherwise, Stale, ETagUnreadable, FactUnreadable, StructureUnreadable, NoSuchPicture, NotSignedYet, WebhookRefused, NoSuchWebhook, Busy, NotStored, Fault,
    ];
}
