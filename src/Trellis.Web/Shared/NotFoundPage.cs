using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Trellis.Web.Shared;

/// <summary>What is shown in place of a page that is not there, that somebody may not see, or that failed.</summary>
public sealed class NotFoundPage : SitePage
{
    private int Status => HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null ? StatusCodes.Status404NotFound : HttpContext.Response.StatusCode;

    public override Text Heading => Status switch
    {
        StatusCodes.Status401Unauthorized => new("请先登录", "Please sign in first"),
        StatusCodes.Status403Forbidden => new("这一步没有做", "This was not done"),
        StatusCodes.Status413PayloadTooLarge => new("发来的内容太大", "What you sent is too large"),
        StatusCodes.Status404NotFound => new("没有这一页", "There is no such page"),
        _ => new("这一页没能显示", "This page could not be shown"),
    };

    public Text Why => Status switch
    {
        StatusCodes.Status401Unauthorized => new("这里的内容要登录以后才能看。", "What stands here is shown to people who have signed in."),
        StatusCodes.Status403Forbidden => new("请求不是从本站的页面发出的，或者您没有这个权限。什么都没有改变。", "The request did not come from a page of this site, or it is not yours to make. Nothing was changed."),
        StatusCodes.Status413PayloadTooLarge => new("一次最多 16 MB，什么都没有记下。用浏览器的返回键回去，您填的还在；少选几张照片，或者选小一点的。", "At most 16 MB are taken at once, and nothing was entered. Go back with the browser's own button: what you wrote is still there; pick fewer pictures, or smaller ones."),
        StatusCodes.Status404NotFound => new("地址可能写错了，或者它不归您看。", "The address may be mistyped, or what stands there is not yours to see."),
        _ => new("是我们这边出了错。您填过的内容没有丢；过一会儿再试。", "Something failed on our side. What you entered is not lost; try again in a moment."),
    };

    public void OnGet() => Response.StatusCode = Status;

    public void OnPost() => Response.StatusCode = Status;
}
