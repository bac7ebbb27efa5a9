// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Each screen to the view of its kind.

#if canImport(SwiftUI) && os(iOS)
import OfficerScreens
import SwiftUI

/// One screen, whole.
struct ScreenView: View {
    let screen: OfficerScreens.Screen
    let desk: Desk

    var body: some View {
        switch screen {
        case .loading: LoadingView()
        case .enrol(let enrol): EnrolView(screen: enrol, desk: desk)
        case .shut(let shut): ShutView(screen: shut, desk: desk)
        case .setAside(let setAside): SetAsideView(screen: setAside, desk: desk)
        case .successor(let successor): SuccessorView(screen: successor, desk: desk)
        case .offDuty(let offDuty): OffDutyView(screen: offDuty, desk: desk)
        case .permission(let permission): PermissionView(screen: permission, desk: desk)
        case .onDuty(let onDuty): OnDutyView(screen: onDuty, desk: desk)
        case .signOff(let signOff): SignOffView(screen: signOff, desk: desk)
        case .forgotten(let forgotten): ForgottenView(screen: forgotten, desk: desk)
        case .result(let result): ResultView(screen: result, desk: desk)
        case .outbox(let outbox): OutboxView(screen: outbox, desk: desk)
        case .applies(let applies): AppliesView(screen: applies, desk: desk)
        }
    }
}

struct LoadingView: View {
    var body: some View {
        VStack(spacing: 16) {
            ProgressView().accessibilityHidden(true)
            Say(.loading)
        }
        .padding()
    }
}
#endif
