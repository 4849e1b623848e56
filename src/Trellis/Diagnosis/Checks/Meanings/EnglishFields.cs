namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>Words of single fields of the work of counties, townships and villages, written as in <see cref="EnglishWords"/>.</summary>
internal static class EnglishFields
{
    public const string Same = """
        objection remark opinion
        handrail adapted adaptation
        exit door
        investigator verifier verified investigated
        verify check confirm
        source channel
        severity degree grade
        canal ditch channel
        lined concreted concrete
        material surface
        rated load capacity seats
        complaint wrong trouble
        specification model spec
        projector projection
        keeper custodian watch caretaker
        hall temple shrine
        shelter stop stand
        bump hump
        serial acceptance receipt
        turnout attendance present attended
        helper volunteer
        groom bridegroom
        bride newlywed
        goods merchandise commodity wares
        skill speciality specialty talent
        reconciled settled agreed
        awarded winning winner
        recipient payee beneficiary receiver
        dog canine
        tag badge
        ceiling cap limit upper
        threshold deductible
        ashes urn remains
        plot grave tomb
        eldercare nursing
        ration quota allotment
        vacancy opening post
        dismissed fired laid
        resign quit left
        tenure term
        migrant newcomer outsider
        ledger register book
        levee dike dyke embankment
        sluice gate
        pump pumping
        dredge silt desilt
        outlet outfall
        septic tank
        landfill dump tip
        incinerate burn incineration
        recycle recyclable
        rubble debris spoil
        decibel loudness
        night nighttime
        pothole hole
        guardrail railing barrier
        toll fare
        timetable schedule
        licence-plate plate
        wreck scrap scrapped
        casualty fatality
        burglary theft
        remand detain detention custody
        parole probation
        truant absent absentee absence
        scholarship grant
        stipend allowance
        troupe team ensemble
        relic antique artefact
        artisan craftsman
        overnight stay
        hours time
        bulb lamp
        pole post
        intact working functioning
        voucher receipt slip
        spare unused vacant empty
        advance prepayment prepaid downpayment
        instalment installment
        retention deposit
        variation change alteration amendment
        drawing blueprint plan
        consignee receiver
        depreciation wear
        photocopier copier printer
        errand agent
        missing lacking short
        supplement supplementary
        rebate refund
        branch cell
        dues fees
        quorum attendance
        archive file filed
        reservist militia
        smallholder farmer peasant grower
        sow boar
        cub piglet
        greenhouse polytunnel
        mulch film
        manure dung
        vet veterinary
        catch fishing
        beekeeping bee
        orchard grove
        """;

    public const string Apart = """
        lender | borrower | guarantor
        principal | interest | fine
        planned intended | completed finished
        ceiling cap | winning award | contract | settlement audited | estimate
        class classes | classroom classrooms | dormitory
        inspected | inspecting inspector
        threshold deductible | ceiling cap | rate ratio
        capacity | storage | level
        found discovered | corrected rectified | rechecked
        first | repeat repeated | group collective
        payable due | paid | unpaid arrears owed
        available working | broken scrapped idle
        bins | houses | trucks
        tax | non
        grants | scholarships | loans
        revoked | struck deregistered cancelled
        firms companies | sole traders
        suspected | confirmed | contacts
        prenatal antenatal | postnatal | delivery
        weight | height | waist
        systolic | diastolic
        turnout voters | candidates | elected
        arrival arrived | departure departed left
        vacancies wanted openings | matches matched | hired
        patients | doctors | nurses | beds
        carers workers | residents
        origin | destination
        book original | net | market
        purchase bought | repair | scrapping scrapped
        dangers hazards | spot premises
        quilts | people
        repair | relief
        road bridge | food catering
        """;
}
