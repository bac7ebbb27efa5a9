package beatbook.android

import beatbook.Keys
import java.util.UUID

/** Where secrets lie. */
public interface SecretStore {
    /** Null if there is none of that name. */
    public fun secret(name: String): ByteArray?

    /** For good before it returns, never over another one. */
    public fun keep(name: String, secret: ByteArray)

    /** Nothing happens if there is none. */
    public fun forget(name: String)

    /** So many random bytes of the system's. */
    public fun random(count: Int): ByteArray
}

/** One random key for each notebook, kept before it is handed out. */
public class KeyRing(private val store: SecretStore) : Keys {
    override fun key(notebook: UUID?): ByteArray = TODO()

    /** Gives the key that waits to the notebook that was made with it. */
    public fun settle(notebooks: List<UUID>): Unit = TODO()
}
