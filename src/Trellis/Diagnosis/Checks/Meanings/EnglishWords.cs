namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>
/// What an officer knows of the English of county offices, written as <see cref="ChineseWords"/> is. Words are compared by their stems,
/// so plurals and the endings of verbs need not be written.
/// </summary>
internal static class EnglishWords
{
    public const string Same = """
        phone telephone mobile cellphone cell tel
        identity id identification identifier
        * number no num count total quantity figure many code tally
        * name title called who whom
        birth birthday born newborn
        * day date time when moment hour clock
        * year yearly annual annually
        * month monthly
        * quarter quarterly
        * daily per-day
        * address residence domicile home dwell lives
        * place location site spot position where situated situation seat scene point
        income earning earn takings receipts revenue proceeds turnover
        household family homes
        * last latest recent previous
        * first initial earliest
        * kind type category sort form class classification nature variety
        * grade level rank degree tier rating rated star class band step
        firm company business enterprise trader shop store trade operator merchant
        staff employee worker personnel employ labour workforce worker hand
        plant sow grow seed
        list roll register roster directory name-list
        * share proportion ratio rate percentage cent percent part coverage
        danger hazard risk unsafe dangerous
        mediate mediation settle reconcile conciliation
        build building construct construction erect built builder constructor contractor
        emergency urgent hardship sudden
        old elderly aged senior elder elders
        child minor kid children youngster juvenile
        baby infant newborn
        * sum amount money fund value price cash cost paid payment pay
        visit call visited
        marital marriage married wedding marry couple wed
        divorce divorced
        education schooling
        vehicle car motor automobile
        dwelling house home housing flat apartment residential
        photo photograph picture image
        * reason cause why
        * people person persons member individual resident population inhabitant villager citizen public men folk
        allowance benefit subsidy grant aid support assistance relief help dole stipend
        spend expenditure expense outgo outlay spent spending
        spouse husband wife
        inspect check examine patrol look inspection examination supervise supervision
        owner proprietor holder ownership own
        land plot parcel field ground site acre acreage
        farmland arable cultivated field cropland
        medical health hospital clinic treatment
        sex gender
        disabled disability impairment handicap impaired
        destitute poor needy poverty poor hardship
        dibao subsistence living minimum
        guardian guardianship
        orphan parentless
        carer care nurse nursing minding mind tend looked looking attendant
        doctor physician
        patient sick ill
        disease illness sickness disorder
        vaccine vaccination vaccinate inoculation immunisation immunization jab
        school college
        pupil student learner enrolled
        teacher teaching tutor
        canteen dining meal diner lunch
        training course class
        graduate graduation complete completed finish finished completion
        death dead die died deceased
        funeral burial bury cemetery grave
        cremation cremated
        disaster calamity stricken
        hit stricken affected struck hurt victim suffered
        evacuate moved relocated resettle transfer
        apply application request applied ask asked seek claim file
        accept accepted received receive take taken reception taking
        approve approval granted permit allow permitted authorise authorize
        permit licence license permission authorization
        certificate card proof booklet deed paper document
        issue issued give given hand handed distribute supply supplied delivered deliver
        contract agreement agreed
        sign signed signing signature conclude
        expire expiry end until lapse termination terminate valid due deadline
        begin start commence opening launch
        cancel deregister revoke annul void
        complaint grievance complain
        report reported informer tip
        dispute conflict quarrel
        case incident
        penalty fine punish punishment sanction
        hearing session
        settle solved resolve handled dealt
        publish publicize posted post notice announce publicity
        pension retirement-pay
        retire retirement retired retiree
        insure insurance insured premium
        unemployed jobless laid-off unemployment
        job work post employment position occupation trade
        wage salary pay remuneration
        contribute contribution premium
        debt owe owed arrears unpaid outstanding liability overdue
        loan credit lending borrow lend
        balance remaining left leftover
        account book
        deposit security
        rent rental lease tenancy let
        tenant lessee renter
        village hamlet rural country
        town township
        town urban city
        community neighbourhood
        * county district
        * local area territory
        road street highway way
        bridge span
        bus coach
        lamp light lighting
        park parking
        accident crash collision mishap
        fire blaze
        forest wood wooded woodland
        tree sapling seedling
        fell cut logging felling
        river stream
        reservoir storage
        water
        sewage wastewater
        waste rubbish garbage refuse trash
        toilet latrine lavatory
        gas
        power electricity electric
        lift elevator
        pollute pollution pollutant discharge emission
        monitor monitoring observe
        camera surveillance
        police officer
        crime offence criminal
        theft steal stolen
        fraud swindle scam cheat
        drug narcotic
        court tribunal
        lawsuit sue litigation
        judge judgment ruling
        lawyer attorney counsel
        arbitrate arbitration
        hotline line
        window counter desk
        online internet web
        satisfaction satisfied review
        appoint appointment book booking reserve
        queue wait waiting
        election elect voted vote ballot
        meeting assembly
        delegate representative deputy
        leader head chief charge responsible lead director
        secretary
        cadre official officer
        applicant applying
        handler clerk handling
        contact liaison
        legal statutory
        shareholder investor
        capital
        profit earnings
        asset property worth
        dividend bonus
        tax levy duty
        budget estimate
        invest investment
        project works scheme
        tender bid bidding procurement purchase
        winner winning award chosen won
        supplier vendor seller
        buy bought purchase buyer
        sell sold sale
        stock store inventory
        grain cereal
        crop harvest
        harvest yield output reap
        pig swine hog
        livestock animal cattle beast stock
        slaughter kill killed
        fishpond pond aquaculture
        machine machinery equipment device apparatus appliance facility
        fertiliser fertilizer nutrient
        pesticide spray
        irrigate irrigated watered irrigation
        straw stalk
        afforest afforestation
        origin produced production
        product produce goods
        test tested testing
        pass passed met meet compliant qualified standard
        food eat
        restaurant caterer catering kitchen
        tourist visitor guest traveller
        scenic attraction
        ticket admission
        hotel inn homestay
        bed berth
        book volume
        library reading
        culture cultural
        relic heritage
        sport fitness exercise
        film movie
        activity event
        volunteer voluntary
        donate donation charity gift
        veteran discharged ex-serviceman
        soldier army military
        martyr fallen
        party branch
        organisation organization association body unit institution agency
        department bureau authority
        office
        government state treasury public fiscal
        collective
        cooperative co-op
        transfer let
        abandoned idle waste unused lying
        requisition expropriation taken
        homestead house-plot
        compensation compensate payout indemnity
        storey floor
        * area size square
        * length long kilometre
        * weight tonne kilogram heavy
        * height tall
        * duration long period term length
        * frequency times
        * average mean
        capacity volume
        maximum most limit upper highest
        minimum least lowest
        * present now current currently existing
        actual actually real really
        newly new added
        remark note
        * result outcome finding conclusion
        opinion view
        * use usage purpose
        * way method means mode manner
        * condition state status
        ethnic nationality
        origin native
        registered registration record recorded enrolled
        migrant floating outside
        live living reside stay
        * unit employer workplace
        street road
        left-behind left
        drop dropout quit
        boarding boarder
        score mark points
        degree diploma qualification
        skill craft
        recruit recruitment hiring fair
        startup entrepreneurship
        patent invention
        brand trademark
        export
        chronic
        inpatient hospitalised hospitalized ward stay
        outpatient
        reimburse reimbursement claimed claim refund
        injury injured hurt wound
        assess assessment appraisal appraise evaluate evaluation
        rehabilitation rehab
        adopt adoption
        foster raise
        vagrant beggar homeless street
        home-bed
        blood
        body
        epidemic infection infectious outbreak
        drill exercise rehearsal
        plan planned
        rescue save
        warehouse depot
        material supplies
        weather
        rain rainfall precipitation
        flood
        boundary border
        structure
        renovate renovation repair refurbish rebuild converted conversion refit
        mend repair fix maintenance maintain
        demolish demolition
        install fitted fit
        accept acceptance
        progress
        supervise supervising
        correct rectify rectification removed remedy
        find found discover discovery discovered seen
        lost missing
        return returned
        serious severe grave
        free gratis
        enterprise
        industry industrial trade
        factory plant works
        market
        price
        growth increase
        main chief
        responsible answerable
        establish founded found set organise organized
        hold held organise run stage
        use used using utilise adopt
        manage managing management administer run
        compute computed reckoned calculate worked
        reach reached aged turned
        loss damage damaged destroyed ruin broken
        belong belongs owned
        provide offer supply
        continuous continuously running
        ticket order slip
        follow-up callback revisit
        file files materials documents papers
        errand trips runs
        reception hospitality entertaining
        review assessment evaluation examination appraisal
        reward award prize bonus
        honour honor title
        sanction discipline disciplinary
        audit auditing
        seal stamp chop
        bond bonds
        suspect offender perpetrator
        victim sufferer injured cheated defrauded
        arrest caught captured seized
        dispatch turnout arrival
        residence-permit
        detox rehabilitation
        correction probation
        mediator conciliator
        trial hearing
        appeal
        enforce enforcement
        gun firearm
        speed velocity
        overload overloaded overweight
        drunk drinking
        violation breach offence infringement
        passenger rider ridership
        trip run departure
        route line
        freight cargo goods
        transport carry haul carriage
        landslide collapse geological
        traffic-light signal
        ship boat ferry vessel
        port wharf pier
        charging charger
        admit admission enrol intake recruit
        exam examination
        shortsighted myopia
        dormitory hostel
        playground field ground pitch
        classroom room
        principal headmaster headteacher
        textbook schoolbook
        scholarship bursary
        dust smoke
        smell odour stench
        hazardous toxic dangerous
        energy consumption
        coal
        chemical chemicals
        firework firecracker
        rescuer rescue brigade
        warn warning alert alarm
        flood flooding inundation waterlogging
        drought dry
        earthquake quake
        typhoon gale storm wind
        hydrant
        exit escape evacuation
        illegal unlawful unauthorised unauthorized unlicensed
        stall vendor hawker pedlar
        advert advertisement sign billboard signboard
        green greenery greening
        square plaza
        sorting separation
        cleaner sweeper sanitation
        heating heat
        outage cut interruption blackout
        fault failure breakdown defect broken
        leak leakage
        committee board council
        perform performance show opera
        audience spectator viewer
        exhibit exhibition display
        museum memorial
        inheritor heir bearer
        athlete player
        match competition contest tournament
        pregnant prenatal antenatal maternal expectant
        premature preterm
        hypertension pressure
        diabetes sugar
        diagnose diagnosis diagnosed confirmed
        discharge leaving left
        refer referral transferred
        prescription
        laboratory lab
        sample sampling specimen
        isolate isolation quarantine
        disinfect disinfection
        psychological counselling mental
        allergy allergic
        ecommerce e-commerce webshop
        recall withdrawn
        television tv
        shantytown slum
        resettle resettlement relocation rehoused settled
        interest
        guarantee guarantor surety
        inherit inheritance
        credit trust honesty
        blacklist defaulter
        auction
        renew renewal extension extended
        replace replacement reissue
        lend borrow borrowed loan
        refund refunded
        electronic digital
        written paper
        copy photocopy duplicate
        entrust entrusted delegate commissioned
        joint jointly
        alone single lone
        survey investigate investigation inquiry enquiry
        census
        rank ranking
        increase rise growth up
        pilot demonstration model
        batch lot
        reply answer response respond replied
        punctual time deadline schedule
        letter mail
        enter entry
        leave left departure
        arrive arrival reached
        height tall stature
        sight vision eye
        postcode zip
        email e-mail
        coordinate longitude latitude
        block tower
        room door
        gender sex
        toddler infant kindergarten preschool nursery
        clean cleaning hygiene sanitary sanitation
        safe safety secure security
        electricity meter
        owner holder proprietor keeper
        head leader chief chair director boss
        relative kin kinsman family
        neighbour neighbor
        deceased late departed
        funds money cash capital
        cost fee charge price rate toll
        fill filled enter entered
        needed need needs required requires
        handle handling process deal transact transaction
        office bureau agency authority department
        clerk staff officer official
        shop store outlet premises
        cattle cow ox
        sheep goat
        poultry chicken hen
        fish fishery
        vegetable greens
        fruit orchard
        wheat rice maize corn
        farm farming agriculture agricultural
        forestry forest
        mine mining mineral quarry
        dam reservoir
        well wells
        pipe main mains pipeline
        kilometres mileage distance
        wage wages pay salary
        fall slump drop
        disposable spend
        gross total
        visitor visit entries
        room rooms
        star stars
        guide
        tour tourism travel
        """;

    public const string Near = """
        dog pet rabies tag kennel
        noise sound disturb loud
        petition petitioner visit grievance
        school pupil teacher class campus classroom dormitory enrol education
        student aid grant scholarship tuition meal
        theatre audience seat show performance stage
        museum exhibition relic exhibit
        book library reader lend borrow
        film cinema showing viewer
        bike bicycle cycle
        bus coach passenger route station stop
        refuse waste rubbish bin sort cleared haul collect
        hotline order reply call citizen complaint
        counter window apply application paper document missing supplement commit promise agent
        volunteer service carer paired
        household register head family name address registration
        party member branch dues secretary
        suspect crime arrest police theft
        fraud scam cheat loss transfer
        drug addict detox
        prison release correction offender
        mediate dispute mediator settle quarrel
        lawyer legal aid law client
        crash accident injury death killed liable
        driver licence offence points speed drunk
        plate vehicle car owner inspection
        parking space lot
        road bridge pavement highway lane
        hazard danger correct inspect safety recheck
        fire extinguisher hydrant brigade alarm
        chemical explosive firework mine
        flood rain river dam water reservoir level
        landslide geological slope evacuate
        relief supplies store tent quilt depot
        shelter emergency drill rescue
        air smoke dust pollution smell
        sewage discharge drain treatment
        park green tree square
        estate owner lift block property
        electric power meter outage
        gas pipe bottle
        sport athlete stadium fitness match
        heritage culture art performance
        hospital patient doctor clinic ward admission treatment surgery
        pregnant birth mother delivery maternal newborn
        vaccine dose immune
        infection epidemic case contact isolate
        blood donor
        insurance premium claim insured fund contribution reimburse
        pension retire old-age
        job employ work labour recruit jobless training
        wage pay overdue arrears
        dibao poor needy relief subsidy allowance
        disabled rehabilitation device wheelchair
        elder old care nursing home bed
        child orphan foster adopt guardian
        marriage couple divorce spouse
        funeral cremation cemetery grave ashes
        soldier veteran army martyr
        donation charity gift
        land plot parcel homestead house building
        requisition compensation relocation
        farm crop grain field sown harvest
        pig livestock cattle animal slaughter
        forest tree timber planting fell
        irrigation canal
        cooperative village collective asset dividend
        election vote ballot candidate
        enterprise licence capital shareholder registered firm
        food kitchen restaurant
        penalty fine decision
        tax return invoice refund
        budget fund spending treasury
        project works construction completion contractor
        tender bid procurement supplier contract
        tourist scenic ticket homestay
        loan bank credit
        """;

    public const string Apart = """
        applicant | respondent
        bus | coach | taxi
        stops stations | buses
        showings | viewers | seats
        full | probationary
        graduate graduates | boarder boarding | enrolled
        batches | visitors people
        inbound in moved-in | out moved-out
        household domestic | building construction | kitchen | medical | hazardous
        tap | sewage
        apply applied application request asked declared claimed | accept accepted received | approve approved permitted | issued paid granted supplied handed | closed concluded completed | refused rejected returned | waiting pending awaiting undecided
        due payable should owed must | actual actually really paid received
        plan planned expected scheduled designed proposed target estimated task intended | actual actually completed finished done real
        construction begun | accepted acceptance completed
        begin start opening launch begun | end finish completion expiry until stop closed last deadline
        first | latest last | next
        end present now existing hand stock current | new newly added | left dropped stopped reduced
        income earned receipts revenue | spending spend spent expenditure cost | balance left remaining | debt owed | profit
        gross | net
        receivables | payables
        output | input
        advance | progress
        stock hand nursery caged stored | sold slaughtered leaving | dead died
        used | sold | recovered | produced | disposed
        sown sowing planted | harvested | lost
        early spring | late autumn | winter | summer
        household | person people resident member | times visits
        male man men groom husband father | female woman women bride wife mother
        father | mother | spouse | child
        self own | guardian | agent proxy | handler | householder
        representative | shareholder | supervisor | finance | contact | manager
        owner | tenant lessee | developer | builder contractor | designer design | survey surveyor
        director | secretary | accountant | deputy
        buyer transferee | seller transferor
        plaintiff | defendant
        patient | doctor | nurse
        teacher | pupil student | parent
        producer producing production maker | shop seller retail
        registered registration | living residence lives residing | work workplace | business operating
        urban town city | rural village
        arable farmland | forest | homestead
        public | private
        approved | excess over-occupied | idle | used
        building gross | usable inner | shared | yard
        maximum most highest upper | minimum least lowest | mean average
        year yearly annual | quarter quarterly | month monthly | day daily
        central national | provincial | municipal city | county | township | village
        self-paid pocket himself own | subsidy subsidised
        premium | insured | payout
        found discovered | corrected mended removed | overdue
        broke began | extinguished put | reported call alarm | arrived
        opened filed | solved | closed settled
        mediation mediated | arbitration | court litigation
        passed compliant qualified | failed substandard
        birth born | death died | marriage | divorce
        first-marriage first | remarriage remarried again | divorced | widowed
        enrolled entering admitted admission | graduated graduates | dropout dropped
        primary | middle junior | senior | kindergarten | nursery
        inpatient hospitalised | outpatient | emergency
        admission admitted | discharge discharged
        cured | dead | confirmed | suspected
        employee employees | resident residents
        pension | medical | unemployment | injury | maternity
        visual | hearing | speech | physical | intellectual | mental
        living | nursing | study | rehabilitation
        building | operating | purchase
        kind category type | grade level | cause reason | number | name | telephone phone | date | address place | photo | way method
        count | area | sum money | weight | share rate proportion | length
        form application | certificate | report | agreement contract | authorization | decision | notice | photo | statement | list sheet | copy
        driver | owner | passenger
        injured hurt | killed dead | missing
        evacuated moved | resettled | aided
        collapsed | damaged
        counter | online | home | telephone
        enquiry | complaint | tip | suggestion
        wait waiting | handling
        satisfied good | dissatisfied bad
        budget | settlement | contract | award winning | estimate | appraisal | starting
        bid bidders tender | award winning winner
        new | rebuilt renovated | maintained | demolished
        full-time | part-time | volunteer
        planned | registered | attended took | completed certified
        subscribed | paid-in
        listed put | removed
        fine fined | confiscated | revoked
        peak | off-season | concession
        overnight | day
        institutions | scattered home
        earmarked | unrestricted
        sold | sale unsold | occupied
        survival | preservation | cover
        """;

    public const string Filler = """
        a an the of in on at for to and or by with is are was were it its that which whether per each this there has have had been be from as what how s any all one do does did not no yes if than into up out over under about they their them those these such like more during within after before through so far both still being only very same own whose you he his she her we can could may must will would
        information data present together altogether whole full concerned according stated printed shown made under who someone nobody just
        """;
}
