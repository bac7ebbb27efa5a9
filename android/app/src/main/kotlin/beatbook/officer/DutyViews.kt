package beatbook.officer

import android.view.View
import android.widget.EditText
import android.widget.RadioButton
import android.widget.TextView
import beatbook.core.Duty
import beatbook.core.TravelMode

private val DUTIES = mapOf(
    Duty.TASKED_CORE to R.id.duty_tasked,
    Duty.OVERTIME_FUNDED to R.id.duty_overtime,
    Duty.SELF_INITIATED to R.id.duty_own,
    Duty.ON_CALL to R.id.duty_on_call,
    Duty.OUTREACH to R.id.duty_outreach,
    Duty.COUNT to R.id.duty_count,
)
private val MODES = mapOf(
    TravelMode.FOOT to R.id.mode_foot,
    TravelMode.CYCLE to R.id.mode_cycle,
    TravelMode.VEHICLE to R.id.mode_vehicle,
)

/** By the number of others. */
private val CREWS = listOf(R.id.crew_single, R.id.crew_double, R.id.crew_three, R.id.crew_four)

internal class OffDutyView(
    page: View,
    private val desk: Desk,
    signOn: () -> Unit,
    mend: (Mend) -> Unit,
) : ScreenView<OffDutyScreen>(page) {
    private val trouble = TroubleView(page, mend)

    init {
        on(R.id.sign_on, signOn)
        on(R.id.outbox) { desk.go(Page.Outbox) }
        on(R.id.new_code) { desk.go(Page.NewCode) }
        CREWS.forEachIndexed { others, id -> page.findViewById<RadioButton>(id).show(crew(others)) }
    }

    override fun show(screen: OffDutyScreen) {
        text(R.id.officer).show(screen.officer)
        text(R.id.storage).show(line(R.string.storage_low).takeIf { screen.storageLow })
        text(R.id.not_let_in).show(line(R.string.not_let_in).takeIf { screen.notLetIn })
        rows(R.id.roles_ended).show(screen.rolesEnded, R.layout.warning_row)
        view(R.id.new_code).shown = screen.notLetIn
        trouble.show(screen.trouble)
        text(R.id.problem).show(screen.problem)
        text(R.id.signs_on_as).show(screen.signsOnAs)
        button(R.id.sign_on, screen.busy, R.string.sign_on, R.string.signing_on)
        text(R.id.last).show(screen.last)
        rows(R.id.last_zones).show(screen.lastZones)
        val choice = screen.choice
        group(R.id.duty).show(DUTIES.getValue(choice.duty)) { id -> desk.choose(choice.copy(duty = keyOf(DUTIES, id))) }
        group(R.id.mode).show(MODES.getValue(choice.mode)) { id -> desk.choose(choice.copy(mode = keyOf(MODES, id))) }
        group(R.id.crew).show(CREWS[choice.others.coerceIn(CREWS.indices)]) { id ->
            desk.choose(choice.copy(others = CREWS.indexOf(id)))
        }
    }

    private fun <K> keyOf(map: Map<K, Int>, id: Int): K = map.entries.first { it.value == id }.key
}

internal class OnDutyView(page: View, desk: Desk, mend: (Mend) -> Unit) : ScreenView<OnDutyScreen>(page) {
    private val trouble = TroubleView(page, mend)

    init {
        on(R.id.close_forgotten) { desk.go(Page.Forgotten) }
        on(R.id.applies) { desk.go(Page.WhatApplies) }
        on(R.id.sign_off) { desk.go(Page.SignOff) }
        on(R.id.outbox) { desk.go(Page.Outbox) }
    }

    override fun show(screen: OnDutyScreen) {
        text(R.id.since).show(screen.since)
        text(R.id.doing).show(screen.doing)
        text(R.id.storage).show(line(R.string.storage_low).takeIf { screen.storageLow })
        text(R.id.not_let_in).show(line(R.string.not_let_in).takeIf { screen.notLetIn })
        rows(R.id.roles_ended).show(screen.rolesEnded, R.layout.warning_row)
        trouble.show(screen.trouble)
        text(R.id.problem).show(screen.problem)
        text(R.id.gap).show(screen.gap)
        text(R.id.forgotten).show(screen.forgotten)
        view(R.id.close_forgotten).shown = screen.forgotten != null
        text(R.id.here_none).show(screen.hereNone)
        val here = rows(R.id.here)
        here.fit(screen.here.size, R.layout.card)
        screen.here.forEachIndexed { at, zone -> here.getChildAt(at).showCard(zone.kind, zone.visit, emptyList()) }
        text(R.id.last_position).show(screen.lastPosition)
        rows(R.id.so_far).show(screen.soFar)
    }
}

/** What is wrong with the recording, and the button that helps. */
private class TroubleView(page: View, mend: (Mend) -> Unit) {
    private val what = page.findViewById<TextView>(R.id.trouble)
    private val button = page.findViewById<TextView>(R.id.mend)
    private var mends: Mend? = null

    init {
        button.setOnClickListener { mends?.let(mend) }
    }

    fun show(trouble: Trouble?) {
        what.show(trouble?.what)
        mends = trouble?.mend
        button.show(mends?.let { line(it.words) })
    }

    private val Mend.words: Int
        get() = when (this) {
            Mend.APP_SETTINGS -> R.string.settings_app
            Mend.LOCATION_SETTINGS -> R.string.settings_location
            Mend.STORAGE_SETTINGS -> R.string.settings_storage
            Mend.BATTERY_SETTINGS -> R.string.settings_battery
            Mend.RECORD_AGAIN -> R.string.record_again
        }
}

internal class SignOffView(page: View, desk: Desk) : ScreenView<SignOffScreen>(page) {
    init {
        on(R.id.sign_off, desk::signOff)
        on(R.id.back) { desk.go(Page.Home) }
    }

    override fun show(screen: SignOffScreen) {
        text(R.id.what).show(screen.what)
        text(R.id.problem).show(screen.problem)
        button(R.id.sign_off, screen.busy, R.string.sign_off_do, R.string.signing_off)
    }
}

internal class ForgottenView(page: View, desk: Desk) : ScreenView<ForgottenScreen>(page) {
    init {
        on(R.id.close) { desk.closeForgotten(reason()) }
        on(R.id.back) { desk.go(Page.Home) }
        if (desk.draft.reason != View.NO_ID) group(R.id.reason).check(desk.draft.reason)
        group(R.id.reason).setOnCheckedChangeListener { _, id ->
            desk.draft.reason = id
            ask()
        }
        page.findViewById<EditText>(R.id.words).goesOnWith(desk.draft.words) { desk.draft.words = it }
        ask()
    }

    override fun show(screen: ForgottenScreen) {
        text(R.id.problem).show(screen.problem)
        button(R.id.close, screen.busy, R.string.forgotten_do, R.string.closing)
    }

    /** Words are asked for only where none of the reasons fits. */
    private fun ask() {
        val isOther = group(R.id.reason).checkedRadioButtonId == R.id.other
        view(R.id.label).shown = isOther
        view(R.id.words).shown = isOther
    }

    private fun reason(): String = when (val id = group(R.id.reason).checkedRadioButtonId) {
        View.NO_ID -> ""
        R.id.other -> text(R.id.words).text.toString()
        else -> text(id).text.toString()
    }
}

/** @param mayAsk whether there is something left to ask the officer for: only who wants to be reminded is. */
internal class ResultView(page: View, desk: Desk, remind: () -> Unit, mayAsk: Boolean) : ScreenView<ResultScreen>(page) {
    init {
        view(R.id.remind).shown = mayAsk
        on(R.id.remind, remind)
        on(R.id.done) { desk.go(Page.Home) }
        on(R.id.outbox) { desk.go(Page.Outbox) }
    }

    override fun show(screen: ResultScreen) {
        text(R.id.span).show(screen.span)
        rows(R.id.zones).show(screen.zones)
        text(R.id.quality).show(screen.quality)
    }
}
