namespace Trellis.Information.Forms;

/// <summary>Every no about forms and judgements. Codes are never reused; each has its heading in docs/reference/refusals.md.</summary>
public static class FormRefusals
{
    public static Refusal NoSuchForm { get; } = new("forms.no-such-form", new("没有这张表。", "There is no such form."));

    public static Refusal NotOwed { get; } = new("forms.not-owed", new("这个单位这一期不用填这张表。", "The unit does not owe this form for this occasion."));

    public static Refusal NotTheFiller { get; } = new("forms.not-the-filler", new("这张表由另一个岗位填写。", "Another post fills this form in."));

    public static Refusal NotTheAsker { get; } = new("forms.not-the-asker", new("这由要表的单位决定。", "This is for the unit that asks for the form."));

    public static Refusal ForOfficers { get; } = new("forms.for-officers", new("表单由岗位上的人填写和退回。", "Forms are filled in and returned by officers in their posts."));

    public static Refusal IsSuspended { get; } = new("forms.is-suspended", new("这张表没有人用，已经停填；要表的单位说明理由续用以后再填。", "Nobody used this form, so it is suspended. It is owed again when its owner renews it with a reason."));

    public static Refusal NotSuspended { get; } = new("forms.not-suspended", new("这张表没有停填，不需要续用。", "The form is not suspended, so there is nothing to renew."));

    public static Refusal SubmittedAlready { get; } = new("forms.submitted-already", new("这一期已经报过；要改请更正。", "It is submitted already. What was wrong in it is corrected."));

    public static Refusal NotSubmitted { get; } = new("forms.not-submitted", new("这一期还没有报。", "It is not submitted yet."));

    public static Refusal ReturnedAlready { get; } = new("forms.returned-already", new("已经退回，等待更正。", "It is returned already and waits to be corrected."));

    public static Refusal NotOnTheForm { get; } = new("forms.not-on-the-form", new("这张表没有要这一项。", "The form does not ask for this item."));

    public static Refusal ItemMissing { get; } = new("forms.item-missing", new("还有要填的项没有填，也没有注明不知道。", "Something that is asked is neither given nor said to be unknown."));

    public static Refusal ItemTwice { get; } = new("forms.item-twice", new("同一项填了两次。", "An item is given twice."));

    public static Refusal NoSuchSection { get; } = new("forms.no-such-section", new("这张表没有这一部分。", "The form has no such section."));

    public static Refusal NotTheirSection { get; } = new("forms.not-their-section", new("这一部分由别的岗位填，不能由你转交。", "The section belongs to another post, which alone can delegate it."));

    public static Refusal NoSuchPost { get; } = new("forms.no-such-post", new("本单位和它的下级没有这个岗位。", "Neither the unit nor one below it has this post."));

    public static Refusal ReasonMissing { get; } = new("forms.reason-missing", new("请写明理由。", "Give the reason."));

    public static Refusal AskedOnce { get; } = new("forms.asked-once", new("没有发现另一张表在要同一项。", "No other form asks for the same item."));

    public static Refusal NobodyAnswers { get; } = new("forms.nobody-answers", new("这个结构没有写由哪类事项答复重复采集（opened-by: asked-twice）。", "The structure names no matter type in which the owner of a form answers (opened-by: asked-twice)."));

    public static Refusal ReportedAlready { get; } = new("forms.reported-already", new("本单位已经提出过，正在办理。", "The unit has reported this already, and it is being dealt with."));

    public static Refusal NoSuchFigure { get; } = new("forms.no-such-figure", new("没有这个数，或者它太小，不公布。", "There is no such figure, or it is withheld because it is too small."));

    public static Refusal NotTheirLevel { get; } = new("forms.not-their-level", new("只有这个单位和它的上级可以对这个数作出说明。", "Only the unit itself and those above it add a judgement to its figure."));

    public static Refusal NothingHeld { get; } = new("forms.nothing-held", new("库里没有可以确认的这一项，请填写。", "The base holds nothing of this that could be confirmed; give it instead."));

    public static Refusal HeldChanged { get; } = new("forms.held-changed", new("您看到以后，库里的这一项已经变了；请重新看过再确认。", "What the base holds of this has changed since you saw it; look again, then confirm."));

    public static Refusal NotTheirRow { get; } = new("forms.not-their-row", new("这是别人的信息，不能由申请人确认或者更正。", "This is held of somebody else, and is not for the requester to confirm or correct."));

    public static Refusal RowRefused { get; } = new("forms.row-refused", new("表里有一行不能登记，整张表都没有报；改好这一行再报。", "A row of the form cannot be recorded, so nothing of the form was taken; mend the row and hand it in again."));

    public static Refusal TooManyRows { get; } = new("forms.too-many-rows", new("一张表一次最多报 500 行。", "At most 500 rows are handed in with a form."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NoSuchForm, NotOwed, NotTheFiller, NotTheAsker, ForOfficers, IsSuspended, NotSuspended, SubmittedAlready, NotSubmitted, ReturnedAlready, NotOnTheForm, ItemMissing, ItemTwice, NoSuchSection, NotTheirSection, NoSuchPost,
        ReasonMissing, AskedOnce, NobodyAnswers, ReportedAlready, NoSuchFigure, NotTheirLevel,
        NothingHeld, HeldChanged, NotTheirRow, RowRefused, TooManyRows,
    ];
}
