namespace Trellis.Authority.Access;

/// <summary>Every no about who you are and what your token is good for. Codes are never reused.</summary>
public static class AccessRefusals
{
    public static Refusal ExpiresInThePast { get; } = new("access.expires-in-the-past", new("有效期的末尾已经过去。", "It would have expired already."));

    public static Refusal LastsTooLong { get; } = new("access.lasts-too-long", new("访问令牌最长有效 366 天。", "A token lasts 366 days at most."));

    public static Refusal NoScope { get; } = new("access.no-scope", new("没有写明令牌用来做什么。", "Nothing is said of what the token is good for."));

    public static Refusal ScopeNotForHolder { get; } = new("access.scope-not-for-holder", new("这种持有者不能有这样的用途：居民可读、可办；程序不能代人办理。", "Such a holder cannot have this scope: residents read and act, and a program does no acts."));

    public static Refusal SeatNotTheirs { get; } = new("access.seat-not-theirs", new("此人这一天不在这个岗位上。", "The person does not sit in the post on that day."));

    public static Refusal NoSuchToken { get; } = new("access.no-such-token", new("没有这个令牌。", "There is no such token."));

    public static Refusal RevokedAlready { get; } = new("access.revoked-already", new("这个令牌已经收回。", "The token was taken back already."));

    /// <summary>It stands on the list beside the keys, and its entry could not be stored.</summary>
    public static Refusal RevocationNotStored { get; } = new("access.revocation-not-stored", new(
        "令牌已经失效，什么也打不开；只是现在存不进记录，清单上可能还列着它。服务恢复后把同一请求再发一次。", "The token opens nothing any more. That cannot be stored in the record just now, so the list may still show it. Send the same again when the server is ready."));

    public static Refusal TokenMissing { get; } = new("access.token-missing", new("请带上访问令牌：Authorization: Bearer 令牌。", "Send a token: Authorization: Bearer TOKEN."));

    public static Refusal TokenNotGood { get; } = new("access.token-not-good", new("这个令牌无效：不认识、已过期或者已收回。", "This token is not good: it is not known, has expired, or was taken back."));

    public static Refusal ScopeMissing { get; } = new("access.scope-missing", new("这个令牌不能用来做这件事。", "This token is not good for this."));

    public static Refusal NotForPrograms { get; } = new("access.not-for-programs", new("这要由人来做，程序不能做。", "This is for people; a program cannot do it."));

    public static Refusal ForOfficers { get; } = new("access.for-officers", new("这是给经办人的。", "This is for officers."));

    public static Refusal ForResidents { get; } = new("access.for-residents", new("这是给居民本人的。", "This is for residents."));

    public static Refusal WordsNotTheirs { get; } = new("access.words-not-theirs", new("各人写的和填报的内容，只有申请人、代办人和经办单位能看；您可以看办理经过。", "What people wrote and gave is for the requester, whoever filed it for them, and the offices that deal with it. You can follow its course."));

    public static Refusal TooManyGuesses { get; } = new("access.too-many-guesses", new("错误的令牌太多，请稍后再试。", "Too many wrong tokens came from there. Try again later."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        ExpiresInThePast, LastsTooLong, NoScope, ScopeNotForHolder, SeatNotTheirs, NoSuchToken, RevokedAlready, RevocationNotStored, TokenMissing, TokenNotGood, ScopeMissing, NotForPrograms, ForOfficers, ForResidents, WordsNotTheirs, TooManyGuesses,
    ];
}
