package beatbook.android

import beatbook.Keys
import beatbook.core.BeatbookException
import java.security.MessageDigest
import java.security.SecureRandom
import java.util.UUID

/** Where secrets lie; on a phone [SealedSecrets]. Its calls may come from any thread but the main one. */
public interface SecretStore {
    /** Null if there is none of that name. */
    public fun secret(name: String): ByteArray?

    /** For good before it returns, never over another one. */
    public fun keep(name: String, secret: ByteArray)

    /** Nothing happens if there is none. */
    public fun forget(name: String)

    /**
     * Puts away every secret that is here and cannot be opened any more, so that new ones can be kept; nothing is deleted. A store that
     * loses no way to open its secrets has nothing to do.
     */
    public fun setAside(): Unit = Unit
}

/**
 * One random key for each notebook, kept before it is handed out.
 *
 * A new notebook's key waits under a name of its own until [settle] gives it to the notebook: a notebook whose app was ended in
 * between is still opened. Enrolling again after a lost answer finds the same key, as it must, as long as nothing was settled; after
 * that, open the notebook that `Phone.notebooks` names and sync, with a new code if the former is over: that lets it in, too. Settle
 * before a second notebook is made, which would else get the first one's key.
 */
public class KeyRing(private val store: SecretStore) : Keys {
    /**
     * Asked by the library.
     *
     * @throws BeatbookException `key_missing`, and what the store throws.
     */
    @Synchronized
    override fun key(notebook: UUID?): ByteArray {
        if (notebook != null) store.secret(name(notebook))?.let { return it }
        store.secret(WAITING)?.let { return it }
        if (notebook != null) {
            throw BeatbookException.Refused(
                "key_missing",
                "the key of this notebook is not on this phone: enrol again, and tell your support",
            )
        }
        val new = ByteArray(KEY_BYTES).also(SecureRandom()::nextBytes)
        store.keep(WAITING, new)
        return new
    }

    /**
     * Gives the key that waits to the notebook that was made with it. Call it with the ids of all notebooks of the phone, as
     * `Phone.notebooks` answers them, after `found`, `enrol` and `beginSuccessor`; at the start of the app with the one that is in use,
     * once it is open: a successor that the app was ended over is begun again with the key that waits. Two notebooks without a key of
     * their own cannot be told apart; the key then goes on waiting, which opens the right one of them.
     *
     * @throws BeatbookException what the store throws; nothing is lost, call it again.
     */
    @Synchronized
    public fun settle(notebooks: List<UUID>) {
        val key = store.secret(WAITING) ?: return
        try {
            val without = notebooks.filter { !has(it) }
            if (without.size == 1) store.keep(name(without.single()), key)
            // Ended between keeping and forgetting, the key is there twice: only a notebook that has it lets it go.
            if (without.size < 2 && notebooks.any { opens(it, key) }) store.forget(WAITING)
        } finally {
            key.fill(0)
        }
    }

    /**
     * Puts away keys that cannot be opened any more: with the notebook that stays shut, and before one is made where none is left.
     *
     * @throws BeatbookException what the store throws.
     */
    @Synchronized
    public fun setAside(): Unit = store.setAside()

    private fun has(notebook: UUID): Boolean = store.secret(name(notebook))?.fill(0) != null

    private fun opens(notebook: UUID, key: ByteArray): Boolean {
        val own = store.secret(name(notebook)) ?: return false
        return MessageDigest.isEqual(own, key).also { own.fill(0) }
    }

    private fun name(notebook: UUID): String = notebook.toString()

    private companion object {
        const val WAITING = "waiting"
        const val KEY_BYTES = 32
    }
}
