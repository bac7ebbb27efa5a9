// Woken near a zone while off duty, to ask whether to sign on; and on duty to go on recording, where the system had ended the app.

import Beatbook
import Foundation

/// Has the system watch the nearest zones of an officer who is off duty, tells which one the phone has come into, and chooses anew as it
/// moves.
actor WakeUps {
    /// So long a position of the patrol's is where the phone is, as at sign-off; later ones are not recorded. Milliseconds.
    private static let fresh: Int64 = 30_000
    /// Metres around an officer on duty. The system sees no smaller circles than 200 m for certain, and the middle is up to 80 m away.
    private static let reach = 300.0
    /// A degree has so many parts, of which the system is told whole ones: it keeps what it watches outside the notebook.
    private static let parts = 1_000.0

    private let regions: any RegionWaker
    private let notices: any Notices
    private var listening: Task<Void, Never>?
    private var names: [String: String] = [:]
    /// Absent before there is a notebook.
    private var told: ToldZones?
    /// Counts each sign-on: what was being chosen before it is not watched after it.
    private var ends = 0
    /// Counts the choices that are watched: who was still on duty before one is not any more.
    private var choices = 0
    /// The circle around an officer on duty, in this life of the app.
    private var around: WakeRegion?

    init(_ regions: any RegionWaker, _ notices: any Notices) {
        self.regions = regions
        self.notices = notices
    }

    deinit {
        listening?.cancel()
    }

    /// From now on the officer of this notebook is told of what was not told lately.
    ///
    /// - Parameter goOn: has an open patrol go on being recorded.
    func listen(to book: Notebook, _ told: ToldZones, _ goOn: @escaping @Sendable () async -> Void) {
        self.told = told
        listening?.cancel()
        let crossings = regions.crossings()
        listening = Task { [weak self] in
            for await crossing in crossings {
                switch crossing {
                case .entered(let code): await self?.come(into: code, book)
                case .left: await self?.leave(book, goOn)
                }
            }
        }
    }

    /// Has the nearest zones watched in place of those before; nothing changes while on duty, nor where the phone does not know where it
    /// is. Only hotspots and areas of orders: where people sleep or live is not told on a locked screen.
    func choose(_ book: Notebook) async {
        let asked = ends
        guard let status = try? await book.status() else { return }
        if status.onDuty != nil { return }
        guard let place = await placeNow(book), let zones = await zonesAround(place, book), asked == ends else { return }
        // Who signs off in a zone did not just come.
        for zone in zones where zone.inside { told?.note(zone.code) }
        _ = await watch(zones, place)
    }

    /// The phone has left the circle around it. On duty its app may have been started for that alone.
    private func leave(_ book: Notebook, _ goOn: @Sendable () async -> Void) async {
        guard let status = try? await book.status() else { return }
        if status.onDuty == nil { return await chooseElsewhere(book) }
        await goOn()
        // One that was left is over, however near its middle the phone is said to be.
        around = nil
        let before = choices
        // Sooner than the first look with a position: the system may suspend the app by then.
        guard let place = await regions.here(), let now = try? await book.status() else { return }
        if now.onDuty != nil, before == choices { await stay(near: place) }
    }

    /// On duty: leaving the surroundings of this place starts the app, if the system has ended it by then. What the system watches already
    /// is not asked for again while the officer is in the inner half of it.
    func stay(near place: WakePlace) async {
        func circle(_ lat: Double, _ lon: Double, _ radius: Double) -> WakeRegion {
            WakeRegion(code: NearestRegions.aroundCode, lat: lat, lon: lon, radius: radius)
        }
        if let around, circle(around.lat, around.lon, Self.reach / 2).distance(lat: place.lat, lon: place.lon) == 0 { return }
        let next = circle(Self.roughly(place.lat), Self.roughly(place.lon), Self.reach)
        around = next
        await regions.watch(onDuty: next)
    }

    /// Where exactly the officer is, on outreach and counts, too, is the notebook's alone: the system is told to some 100 m.
    private static func roughly(_ degrees: Double) -> Double { (degrees * parts).rounded() / parts }

    /// The patrol is over: where its officer was is nothing that the system keeps, whether zones are found to be watched or not.
    func patrolEnded() async {
        // Whoever was about to watch the officer does not.
        choices += 1
        around = nil
        await regions.watch(nil)
    }

    /// The phone has left the place where zones were chosen. Its system tells of no circle that it is in already: that one is told here.
    private func chooseElsewhere(_ book: Notebook) async {
        let asked = ends
        guard let place = await regions.here(), let zones = await zonesAround(place, book), asked == ends else { return }
        let choice = await watch(zones, place)
        for region in choice.regions where region.distance(lat: place.lat, lon: place.lon) == 0 {
            await come(into: region.code, book)
        }
    }

    private func watch(_ zones: [ZoneNear], _ place: WakePlace) async -> NearestRegions {
        names = Dictionary(zones.map { ($0.code, $0.name) }) { first, _ in first }
        let (lat, lon) = (Self.roughly(place.lat), Self.roughly(place.lon))
        let choice = NearestRegions(of: zones.map { WakeRegion($0) }, lat: lat, lon: lon)
        choices += 1
        around = nil
        await regions.watch(choice)
        return choice
    }

    private func zonesAround(_ place: WakePlace, _ book: Notebook) async -> [ZoneNear]? {
        let here = AskWhere.at(lat: place.lat, lon: place.lon, accuracyM: place.accuracy)
        return try? await book.zonesNear(here).filter { $0.kind == .hotspot || $0.kind == .pspoArea }
    }

    /// Where the last patrol ended, if that was just now; else where the system says the phone is, or where the patrol ended after all.
    private func placeNow(_ book: Notebook) async -> WakePlace? {
        let last = (try? await book.whatApplies())?.place
        let ended = last.map {
            WakePlace(lat: Double($0.lat) / 10_000_000, lon: Double($0.lon) / 10_000_000, accuracy: $0.accuracyM)
        }
        if let last, last.ageMs <= Self.fresh { return ended }
        return await regions.here() ?? ended
    }

    /// Nothing is watched any more: at sign-on.
    func end() async {
        ends += 1
        around = nil
        told?.forget()
        await regions.watch(nil)
    }

    private func come(into code: String, _ book: Notebook) async {
        guard let status = try? await book.status(), status.onDuty == nil else { return }
        guard let told, told.isFirst(code) else { return }
        let near = names[code].map { line(.notifiedNear, .told($0)) } ?? line(.notifiedNearSome)
        await notices.show(Words.say(near))
    }
}
