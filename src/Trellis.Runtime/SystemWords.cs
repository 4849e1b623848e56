using System.Net.Sockets;
using System.Security.Authentication;

namespace Trellis.Runtime;

/// <summary>
/// What the system, SQLite or a database server says in English, in Chinese of our own where it is common. What was said stands behind it, since whoever looks after
/// the machine searches for that.
/// </summary>
public static class SystemWords
{
    public static Text Of(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new Text(Quoting(Known(fault), fault.Message), fault.Message);
    }

    /// <param name="chinese">Null where we have no words for it.</param>
    /// <param name="said">What was said, in whatever language.</param>
    internal static string Quoting(string? chinese, string said) => chinese is null ? said : $"{chinese}（{said}）";

    internal static string? Known(Exception? fault) => fault switch
    {
        HttpRequestException http => Known(http.InnerException),
        AuthenticationException => "HTTPS 的证书不可信，或握手失败",
        SocketException socket => OfNetwork(socket.SocketErrorCode),
        TimeoutException => "在限定时间内没有回答",
        FileNotFoundException => "没有这个文件",
        DirectoryNotFoundException => "没有这个文件夹",
        PathTooLongException => "名字太长",
        UnauthorizedAccessException => "没有权限",
        IOException { InnerException: SocketException socket } => OfNetwork(socket.SocketErrorCode),
        IOException file => OfSystem(file.HResult & 0xFFFF),
        _ => null,
    };

    /// <summary>By the numbers of Linux (errno).</summary>
    private static string? OfSystem(int number) => number switch
    {
        2 => "没有这个文件或文件夹", // ENOENT
        5 => "磁盘读写出错", // EIO
        13 => "没有权限", // EACCES
        17 => "已有同名的文件", // EEXIST
        18 => "两处不在同一个磁盘上", // EXDEV
        20 => "路径中有一段不是文件夹", // ENOTDIR
        21 => "这是文件夹，不是文件", // EISDIR
        23 or 24 => "打开的文件太多", // ENFILE, EMFILE
        27 => "文件太大", // EFBIG
        28 => "磁盘已满", // ENOSPC
        30 => "磁盘是只读的", // EROFS
        36 => "名字太长", // ENAMETOOLONG
        39 => "文件夹不是空的", // ENOTEMPTY
        40 => "链接绕成了圈", // ELOOP
        116 => "网络盘上的文件已不在", // ESTALE
        122 => "磁盘配额已用完", // EDQUOT
        _ => null,
    };

    private static string? OfNetwork(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "对方拒绝连接：那个地址上没有程序在听",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "找不到这个主机名",
        SocketError.TimedOut => "在限定时间内没有回答",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => "网络不通",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "连接中断了",
        SocketError.AddressAlreadyInUse => "这个地址已有程序在听",
        SocketError.AddressNotAvailable => "这台机器没有这个地址",
        SocketError.AccessDenied => "没有权限",
        _ => null,
    };

    /// <summary>By the codes of PostgreSQL (SQLSTATE), which stay the same in whatever language a server speaks.</summary>
    internal static string? OfServer(string state) => state switch
    {
        "28P01" => "用户名或密码不对",
        "28000" => "服务器不认识这个用户，或不许从这里连接",
        "3D000" => "服务器上没有这个数据库",
        "42501" => "这个用户没有权限",
        "42P01" => "没有这张表",
        "25006" => "数据库是只读的",
        "53000" or "53100" => "服务器的磁盘已满",
        "53200" => "服务器的内存不够",
        "53300" => "服务器的连接数已满",
        "55P03" or "57014" => "等得太久，被取消了",
        "40001" or "40P01" => "与另一个事务冲突",
        "57P01" or "57P02" => "服务器正在关闭",
        "57P03" => "服务器正在启动或关闭，还不接受连接",
        ['2', '3', ..] => "有一行违反了表的规则",
        ['5', '8', ..] => "服务器读写磁盘出错",
        ['X', 'X', ..] => "服务器的数据损坏了",
        _ => null,
    };

    /// <summary>By the first codes of SQLite.</summary>
    internal static string? OfSqlite(int code) => (code & 0xFF) switch
    {
        3 or 23 => "没有权限", // SQLITE_PERM, SQLITE_AUTH
        5 or 6 => "另一个程序正在使用它", // SQLITE_BUSY, SQLITE_LOCKED
        8 => "文件或磁盘是只读的", // SQLITE_READONLY
        10 => "磁盘读写出错", // SQLITE_IOERR
        11 => "文件的内容互相矛盾", // SQLITE_CORRUPT
        13 => "磁盘已满", // SQLITE_FULL
        14 => "文件打不开：不在那里，或没有权限", // SQLITE_CANTOPEN
        19 => "有一行违反了表的规则", // SQLITE_CONSTRAINT
        26 => "这不是 SQLite 数据库", // SQLITE_NOTADB
        _ => null,
    };
}
