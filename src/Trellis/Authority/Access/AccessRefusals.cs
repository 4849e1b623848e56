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

    public static Refusal AccountThere { get; } = new("access.account-there", new("已经有这个账号：登录名或者这个人已有账号。", "There is such an account already: the name is taken, or the person has one."));

    public static Refusal NoSuchAccount { get; } = new("access.no-such-account", new("没有这个账号。", "There is no such account."));

    public static Refusal NeedsSecondOfficer { get; } = new("access.needs-second-officer", new("不能给自己发一次性代码：请另一位管账号的人来发。", "Nobody gives a code to themselves: another who looks after accounts gives it."));

    public static Refusal AccountLockedAlready { get; } = new("access.account-locked-already", new("这个账号已经停用；发一次性代码后才能再用。", "The account is locked. It can be used again when a code is given for it."));

    public static Refusal CodeNotGood { get; } = new("access.code-not-good", new("登录名和一次性代码对不上，或者代码已用过、已过期。", "The name and the code do not fit, or the code was used or is over."));

    public static Refusal NameUnusable { get; } = new("access.name-unusable", new("登录名是 2 到 64 个字：汉字、字母、数字和 . _ - @。", "A sign-in name has 2 to 64 characters: letters of any script, digits and . _ - @."));

    public static Refusal TooManyPasskeys { get; } = new("access.too-many-passkeys", new("一个账号最多十个通行密钥；先去掉一个不用的。", "An account has ten passkeys at most. Remove one that is not used."));

    public static Refusal PasswordTooShort { get; } = new("access.password-too-short", new("密码至少 12 个字符。几个不相干的词连在一起，又长又好记。", "A password has at least 12 characters. A few words that have nothing to do with each other are long and easy to remember."));

    public static Refusal PasswordTooLong { get; } = new("access.password-too-long", new("密码最多 128 个字符。", "A password has at most 128 characters."));

    public static Refusal PasswordCommon { get; } = new("access.password-common", new("这个密码太常见，别人会最先试它。换一个只有您想得到的。", "This password is among the first that others try. Choose one that only you would think of."));

    public static Refusal PasswordLikeName { get; } = new("access.password-like-name", new("密码里大半是登录名，容易猜到。", "The password is mostly the sign-in name, which is easy to guess."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        PasswordTooShort,
        PasswordTooLong,
        PasswordCommon,
        PasswordLikeName,
        AccountThere,
        NoSuchAccount,
        NeedsSecondOfficer,
        AccountLockedAlready,
        CodeNotGood,
        NameUnusable,
        TooManyPasskeys,
        ExpiresInThePast, LastsTooLong, NoScope, ScopeNotForHolder, SeatNotTheirs, NoSuchToken, RevokedAlready, RevocationNotStored, TokenMissing, TokenNotGood, ScopeMissing, NotForPrograms, ForOfficers, ForResidents, WordsNotTheirs, TooManyGuesses,
    ];
}
