// Roles that have ended.

import Beatbook
import Foundation

/// Why something is not on this phone any more that was there.
package func rolesEnded(_ terms: [RoleTerm]) -> [Line] {
    terms.map { line(.roleEnded, line(words(for: $0.role)), $0.until.map(onDay) ?? .told("")) }
}

private func words(for role: Role) -> Phrase {
    switch role {
    case .constable: .roleConstable
    case .pcso: .rolePcso
    case .policeSupervisor: .rolePoliceSupervisor
    case .communitySafetyOfficer: .roleCommunitySafetyOfficer
    case .environmentalEnforcement: .roleEnvironmentalEnforcement
    case .animalControl: .roleAnimalControl
    case .contractor: .roleContractor
    case .outreachWorker: .roleOutreachWorker
    case .navigator: .roleNavigator
    case .roughSleepingCoordinator: .roleRoughSleepingCoordinator
    case .commissionedPartner: .roleCommissionedPartner
    case .countVolunteer: .roleCountVolunteer
    case .safeguardingLead: .roleSafeguardingLead
    case .communitySafetyManager: .roleCommunitySafetyManager
    case .analyst: .roleAnalyst
    case .legal: .roleLegal
    case .dataProtectionOfficer: .roleDataProtectionOfficer
    case .systemAdministrator: .roleSystemAdministrator
    }
}
