// What applies here: with no place, no book, no order, and an order.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

/// An area around the middle with one order, invented.
private let area = """
    {"type": "FeatureCollection", "features": [{"type": "Feature",
     "properties": {"code": "OA", "name": "Order area", "kind": "pspo_area", "illustrative": true},
     "geometry": {"type": "Polygon", "coordinates": [[[0.5235, 51.3806], [0.5295, 51.3806], [0.5295, 51.3846], [0.5235, 51.3846],
     [0.5235, 51.3806]]]}}]}
    """
// An order lasts three years at most: last year, this one and the next.
private let thisYear = Calendar(identifier: .gregorian).component(.year, from: Date())
private let book = """
    {"format": "beatbook-orders-1", "about": "For tests.", "orders": [{
     "code": "MDW-ALC", "version": 1, "title": "Chatham: alcohol", "kind": "normal", "illustrative": true,
     "made_by": {"code": "MDW", "name": "Medway Council (test)"},
     "payee": {"name": "Medway Council (test)", "address": ["1 Example Quay"],
      "methods": [{"name": "Online", "how": "https://pay.example/medway"}]},
     "term": {"from": "\(thisYear - 1)-01-01", "until": "\(thisYear + 1)-12-31"},
     "effective": "\(thisYear - 1)-01-01", "sign_distance_m": 100,
     "terms": [{"offence": "PSPO-A", "amount": 10000, "early": {"amount": 7500, "days": 13}, "payment_days": 28}],
     "conditions": [{"code": "ALC-1", "text": "Whoever is asked to stop drinking alcohol must do so.", "duty": "requirement",
      "zones": ["OA"], "who": "all", "times": "always", "circumstances": {"only": "Where drinking spoils the place for others."},
      "offence": "PSPO-A", "support_first": true}]}]}
    """

@Suite(.serialized, .timeLimit(.minutes(2))) @MainActor struct WhatAppliesTests {
    @Test func withoutAPositionItSaysWhyAndWithoutABookThatThereIsNone() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            await officer.desk.whatApplies()
            var screen = try await officer.comes { if case .applies(let screen) = $0 { screen } else { nil } }
            #expect(screen.problem != nil && screen.told == nil && screen.rests.isEmpty && !screen.busy)
            try await officer.standsUntilLocated()
            await officer.desk.ask()
            screen = try await officer.comes { if case .applies(let screen) = $0 { screen } else { nil } }
            #expect(screen.problem == nil)
            await officer.sees("There is no order book on this phone yet.")
            await officer.sees("Your position: good to 5 metres")
        }
    }

    @Test func insideAnOrdersAreaItIsInForceAndFarFromItNoOrderApplies() async throws {
        try await inFolder { folder in
            let (zones, orders) = (folder.appendingPathComponent("area"), folder.appendingPathComponent("book"))
            try area.write(to: zones, atomically: true, encoding: .utf8)
            try book.write(to: orders, atomically: true, encoding: .utf8)
            try await withOfficer { officer, server in
                try server.say("zones", "import", zones.path, "--authority", "MDW")
                try server.say("orders", "import", orders.path, "--authority", "MDW")
                await officer.desk.look()
                await officer.desk.enrol(try server.ticket())
                // The network is gone: what applies is answered from the phone.
                try server.stop()
                await officer.desk.signOn()
                try await officer.standsUntilLocated()
                await officer.desk.whatApplies()
                let screen = try await officer.comes { if case .applies(let screen) = $0 { screen } else { nil } }
                let card = try #require(screen.conditions.first)
                #expect(Words.say(card.standing) == "✓  In force here")
                #expect(Words.say(card.spoken) == "In force here")
                #expect(Words.say(card.title) == "Chatham: alcohol")
                await officer.sees("Only: Where drinking spoils the place for others.")
                await officer.sees("Offer help before a penalty.")
                await officer.sees("Warning only: there is no sign within 100 metres.")
                await officer.sees("Order book: fetched just now")
                // On another patrol, a kilometre to the north.
                await officer.desk.signOff()
                await officer.desk.signOn()
                try await officer.standsUntilLocated(at: (middle.lat + 0.01, middle.lon))
                await officer.desk.whatApplies()
                await officer.sees("No order applies here.")
                officer.seesNot("In force here")
                try server.start()
            }
        }
    }
}
