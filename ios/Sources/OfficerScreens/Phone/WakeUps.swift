// Woken near a zone while off duty, to ask whether to sign on.

import Beatbook
import Foundation

/// Has the system watch the nearest zones of an officer who is off duty, and tells which one the phone has come into.
actor WakeUps {
    private let regions: any RegionWaker
    private let notices: any Notices
    private var listening: Task<Void, Never>?
    private var names: [String: String] = [:]
    /// Absent before there is a notebook.
    private var told: ToldZones?

    init(_ regions: any RegionWaker, _ notices: any Notices) {
        self.regions = regions
        self.notices = notices
    }

    deinit {
        listening?.cancel()
    }

    /// From now on the officer of this notebook is told of what was not told lately.
    func listen(to book: Notebook, _ told: ToldZones) {
        self.told = told
        listening?.cancel()
        let entered = regions.entered()
        listening = Task { [weak self] in
            for await code in entered { await self?.come(into: code, book) }
        }
    }

    /// Has the nearest zones watched in place of those before; none while on duty, and none where the phone does not know where it
    /// is. Only hotspots and areas of orders: where people sleep or live is not told on a locked screen.
    func choose(_ book: Notebook) async {
        guard let status = try? await book.status(), status.onDuty == nil else { return await end() }
        guard let near = try? await book.zonesNear() else { return }
        let zones = near.filter { $0.kind == .hotspot || $0.kind == .pspoArea }
        names = Dictionary(zones.map { ($0.code, $0.name) }) { first, _ in first }
        // Who signs off in a zone did not just come.
        for zone in zones where zone.inside { told?.note(zone.code) }
        // They are answered by their distance from the phone's newest position.
        await regions.watch(zones.prefix(NearestRegions.most).map(WakeRegion.init))
    }

    /// Nothing is watched any more: at sign-on.
    func end() async {
        told?.forget()
        await regions.watch([])
    }

    private func come(into code: String, _ book: Notebook) async {
        guard let status = try? await book.status(), status.onDuty == nil else { return }
        guard let told, told.isFirst(code) else { return }
        let near = names[code].map { line(.notifiedNear, .told($0)) } ?? line(.notifiedNearSome)
        await notices.show(Words.say(near))
    }
}
