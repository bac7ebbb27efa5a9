package beatbook.officer

import android.view.View
import android.widget.EditText

internal class LoadingView(page: View) : ScreenView<LoadingScreen>(page) {
    override fun show(screen: LoadingScreen) = Unit
}

internal class EnrolView(page: View, desk: Desk, clipboard: () -> CharSequence?) : ScreenView<EnrolScreen>(page) {
    init {
        page.findViewById<EditText>(R.id.code).goesOnWith(desk.draft.code) { desk.draft.code = it }
        on(R.id.enrol) { desk.enrol(text(R.id.code).text.toString()) }
        on(R.id.back) { desk.back() }
        on(R.id.paste) {
            val pasted = clipboard()
            if (pasted.isNullOrBlank()) {
                desk.complain(line(R.string.enrol_nothing_to_paste))
            } else {
                text(R.id.code).text = pasted.trim()
            }
        }
    }

    override fun show(screen: EnrolScreen) {
        text(R.id.heading).show(line(if (screen.again) R.string.enrol_again_heading else R.string.enrol_heading))
        text(R.id.what).show(line(if (screen.again) R.string.enrol_again_what else R.string.enrol_what))
        text(R.id.problem).show(screen.problem)
        view(R.id.back).shown = screen.again
        view(R.id.paste).isEnabled = !screen.busy
        view(R.id.code).isEnabled = !screen.busy
        button(
            R.id.enrol,
            screen.busy,
            if (screen.again) R.string.enrol_again_do else R.string.enrol_do,
            R.string.enrol_doing,
        )
    }
}

internal class ShutView(page: View, desk: Desk) : ScreenView<ShutScreen>(page) {
    init {
        on(R.id.again, desk::open)
        on(R.id.aside) { desk.go(Page.SetAside) }
    }

    override fun show(screen: ShutScreen) {
        text(R.id.remedy).show(screen.remedy)
        text(R.id.code).show(screen.code)
        view(R.id.aside).shown = screen.staysShut
    }
}

internal class SetAsideView(page: View, desk: Desk) : ScreenView<SetAsideScreen>(page) {
    init {
        on(R.id.aside, desk::setAside)
        on(R.id.back) { desk.back() }
    }

    override fun show(screen: SetAsideScreen) {
        text(R.id.problem).show(screen.problem)
        button(R.id.aside, screen.busy, R.string.aside_do, R.string.aside_doing)
    }
}

internal class SuccessorView(page: View, desk: Desk) : ScreenView<SuccessorScreen>(page) {
    init {
        on(R.id.go_on, desk::beginSuccessor)
        on(R.id.outbox) { desk.go(Page.Outbox) }
    }

    override fun show(screen: SuccessorScreen) {
        text(R.id.why).show(screen.why)
        text(R.id.problem).show(screen.problem)
        button(R.id.go_on, screen.busy, R.string.successor_do, R.string.successor_doing)
    }
}

internal class PermissionView(
    page: View,
    desk: Desk,
    ask: (Question) -> Unit,
    without: (Question) -> Unit,
    settings: () -> Unit,
) : ScreenView<PermissionScreen>(page) {
    private var question = Question.PLACE

    init {
        on(R.id.go_on) { ask(question) }
        on(R.id.without) { without(question) }
        on(R.id.settings, settings)
        on(R.id.back) { desk.back() }
    }

    override fun show(screen: PermissionScreen) {
        question = screen.question
        val words = question.words
        text(R.id.heading).show(line(words.heading))
        text(R.id.why).show(line(words.why))
        text(R.id.`when`).show(words.recorded?.let { line(it) })
        val isDenied = screen.reply != Reply.NONE
        text(R.id.problem).show(screen.problem)
        text(R.id.how).show(words.how?.takeIf { !isDenied }?.let { line(it) })
        text(R.id.denied).show(
            when (screen.reply) {
                Reply.NONE -> null
                Reply.NO -> line(words.denied)
                Reply.ROUGHLY -> line(R.string.place_roughly)
            },
        )
        view(R.id.settings).shown = isDenied
        text(R.id.go_on).show(line(if (isDenied) R.string.try_again else R.string.place_continue))
        text(R.id.without).show(line(words.without))
        // Going on without positions is offered only after the question: most who would take it have not read it.
        view(R.id.without).shown = question != Question.PLACE || isDenied
    }

    /** What a page says of its question; [recorded] is when positions are, [how] which answer to choose. */
    private class Words(val heading: Int, val why: Int, val recorded: Int?, val how: Int?, val denied: Int, val without: Int)

    private val Question.words: Words
        get() = when (this) {
            Question.PLACE -> Words(
                R.string.place_heading, R.string.place_why, R.string.place_when, R.string.place_how, R.string.place_denied,
                R.string.place_without,
            )
            Question.NOTICES -> Words(
                R.string.notices_heading, R.string.notices_why, recorded = null, how = null, denied = R.string.place_denied,
                without = R.string.notices_without,
            )
            Question.REMINDERS -> Words(
                R.string.reminders_heading, R.string.reminders_why, recorded = null, how = null, denied = R.string.reminders_denied,
                without = R.string.always_without,
            )
            Question.ALL_THE_TIME -> Words(
                R.string.always_heading, R.string.always_why, R.string.always_when, R.string.always_how, R.string.always_denied,
                R.string.always_without,
            )
        }
}

internal class OutboxView(page: View, desk: Desk) : ScreenView<OutboxScreen>(page) {
    init {
        on(R.id.sync, desk::sync)
        on(R.id.cancel, desk::cancelSync)
        on(R.id.back) { desk.back() }
    }

    override fun show(screen: OutboxScreen) {
        rows(R.id.counts).show(screen.counts)
        rows(R.id.faults).show(screen.faults)
        rows(R.id.server).show(screen.server)
        text(R.id.skew).show(screen.skew)
        text(R.id.told).show(screen.told)
        text(R.id.problem).show(screen.problem)
        button(R.id.sync, screen.running, R.string.sync_now, R.string.sync_running)
        view(R.id.cancel).shown = screen.running
    }
}

internal class AppliesView(page: View, desk: Desk) : ScreenView<AppliesScreen>(page) {
    init {
        on(R.id.again, desk::ask)
        on(R.id.back) { desk.back() }
    }

    override fun show(screen: AppliesScreen) {
        text(R.id.told).show(screen.told)
        text(R.id.problem).show(screen.problem)
        val conditions = rows(R.id.conditions)
        conditions.fit(screen.conditions.size, R.layout.card)
        screen.conditions.forEachIndexed { at, condition ->
            conditions.getChildAt(at).showCard(condition.standing, condition.title, condition.lines)
        }
        view(R.id.rests_heading).shown = screen.rests.isNotEmpty()
        rows(R.id.rests).show(screen.rests)
        view(R.id.progress).shown = screen.busy
        view(R.id.again).isEnabled = !screen.busy
    }
}
