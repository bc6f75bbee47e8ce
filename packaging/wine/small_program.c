/* The program that the installer's trial installs: a window that closes when it is asked to.
 *
 *   program.exe             as it is started by its user
 *   program.exe FILE        its window stays, whoever asks, and nobody else can open FILE
 *   program.exe /registry   Windows' list of programs takes no entry from now on; no window
 */

#include <windows.h>
#include <wchar.h>

#define LIST L"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall"

static int stays;

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM first, LPARAM second)
{
    if (message == WM_CLOSE && stays)
        return 0;
    if (message == WM_DESTROY)
        PostQuitMessage(0);
    return DefWindowProcW(window, message, first, second);
}

static int refuse_entries(void)
{
    HKEY key;
    /* Below a key that Windows forgets at its end none can be made that it keeps. */
    if (RegDeleteTreeW(HKEY_CURRENT_USER, LIST) == ERROR_ACCESS_DENIED)
        return 1;
    return RegCreateKeyExW(HKEY_CURRENT_USER, LIST, 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS,
                           NULL, &key, NULL) != ERROR_SUCCESS;
}

int wmain(int count, wchar_t **words)
{
    WNDCLASSW kind = {.lpfnWndProc = answer, .lpszClassName = L"Small"};
    MSG message;
    if (count > 1 && !wcscmp(words[1], L"/registry"))
        return refuse_entries();
    if (count > 1) {
        stays = 1;
        if (CreateFileW(words[1], GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL)
            == INVALID_HANDLE_VALUE)
            return 1;
    }
    kind.hInstance = GetModuleHandleW(NULL);
    RegisterClassW(&kind);
    CreateWindowW(L"Small", L"Small program", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 40, 40, 300, 90,
                  NULL, NULL, kind.hInstance, NULL);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
    return 0;
}
