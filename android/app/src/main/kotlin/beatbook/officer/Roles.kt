package beatbook.officer

import beatbook.core.Role
import beatbook.core.RoleTerm

/** Why something is not on this phone any more that was there. */
internal fun rolesEnded(terms: List<RoleTerm>): List<Line> =
    terms.map { term -> line(R.string.role_ended, line(term.role.words), term.until?.let(::day) ?: told("")) }

private val Role.words: Int
    get() = when (this) {
        Role.CONSTABLE -> R.string.role_constable
        Role.PCSO -> R.string.role_pcso
        Role.POLICE_SUPERVISOR -> R.string.role_police_supervisor
        Role.COMMUNITY_SAFETY_OFFICER -> R.string.role_community_safety_officer
        Role.ENVIRONMENTAL_ENFORCEMENT -> R.string.role_environmental_enforcement
        Role.ANIMAL_CONTROL -> R.string.role_animal_control
        Role.CONTRACTOR -> R.string.role_contractor
        Role.OUTREACH_WORKER -> R.string.role_outreach_worker
        Role.NAVIGATOR -> R.string.role_navigator
        Role.ROUGH_SLEEPING_COORDINATOR -> R.string.role_rough_sleeping_coordinator
        Role.COMMISSIONED_PARTNER -> R.string.role_commissioned_partner
        Role.COUNT_VOLUNTEER -> R.string.role_count_volunteer
        Role.SAFEGUARDING_LEAD -> R.string.role_safeguarding_lead
        Role.COMMUNITY_SAFETY_MANAGER -> R.string.role_community_safety_manager
        Role.ANALYST -> R.string.role_analyst
        Role.LEGAL -> R.string.role_legal
        Role.DATA_PROTECTION_OFFICER -> R.string.role_data_protection_officer
        Role.SYSTEM_ADMINISTRATOR -> R.string.role_system_administrator
    }
