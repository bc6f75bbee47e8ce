; The wizard: opening, folder (only the first time), progress, end; and the uninstaller's.

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "${SAY_CANCEL}"

!define MUI_WELCOMEPAGE_TITLE "${SAY_TITLE}"
!define MUI_WELCOMEPAGE_TEXT "$Opening"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW ShowOpening
!insertmacro MUI_PAGE_WELCOME

!define MUI_PAGE_HEADER_TEXT "${SAY_FOLDER_TITLE}"
!define MUI_PAGE_HEADER_SUBTEXT "${SAY_FOLDER_SUBTITLE}"
!define MUI_DIRECTORYPAGE_TEXT_TOP "${SAY_FOLDER_TEXT}"
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "${SAY_FOLDER_FRAME}"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipFolder
!define MUI_PAGE_CUSTOMFUNCTION_SHOW ShowFolder
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY

!define MUI_PAGE_HEADER_TEXT "${SAY_INSTALLING}"
!define MUI_PAGE_HEADER_SUBTEXT "${SAY_INSTALLING_SUBTITLE}"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "${SAY_INSTALLED}"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "${SAY_INSTALLED_SUBTITLE}"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_TEXT "${SAY_NOT_INSTALLED}"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "${SAY_NOT_INSTALLED_SUBTITLE}"
!insertmacro MUI_PAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "${SAY_FINISH_TITLE}"
!define MUI_FINISHPAGE_TEXT "$Ending"
!define MUI_FINISHPAGE_BUTTON "${SAY_FINISH_BUTTON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "${SAY_RUN}"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW ShowEnd
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "${SAY_CONFIRM_TITLE}"
!define MUI_PAGE_HEADER_SUBTEXT "${SAY_CONFIRM_SUBTITLE}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "${SAY_CONFIRM_TEXT}"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "${SAY_CONFIRM_FRAME}"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.ShowConfirm
!insertmacro MUI_UNPAGE_CONFIRM

UninstPage custom un.ShowData un.LeaveData " "

!define MUI_PAGE_HEADER_TEXT "${SAY_REMOVING_TITLE}"
!define MUI_PAGE_HEADER_SUBTEXT "${SAY_REMOVING_SUBTITLE}"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "${SAY_REMOVED_TITLE}"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT " "
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_TEXT "${SAY_NOT_REMOVED}"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "${SAY_NOT_REMOVED_SUBTITLE}"
!insertmacro MUI_UNPAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "${SAY_REMOVED_TITLE}"
!define MUI_FINISHPAGE_TEXT "$Ending"
!define MUI_FINISHPAGE_BUTTON "${SAY_FINISH_BUTTON}"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.ShowEnd
!insertmacro MUI_UNPAGE_FINISH

!insertmacro MUI_LANGUAGE "Vietnamese"

Var DataField

; The first and the last page's left side: our icon instead of NSIS's picture, sharp at any scaling.
!define BAND_COLOUR 0x073B76
!define PROGRAM_ICON 103 ; where NSIS keeps ${ICON}
!define SM_CXICON 11
!macro ShowBand picture
  ShowWindow ${picture} ${SW_HIDE}
  nsDialogs::CreateControl STATIC ${DEFAULT_STYLES}|${SS_ICON}|${SS_CENTERIMAGE} 0 0 0 109u 193u ""
  Pop $0
  SetCtlColors $0 "" ${BAND_COLOUR}
  System::Call 'user32::GetSystemMetrics(i ${SM_CXICON}) i .r1'
  IntOp $1 $1 * 3
  System::Call 'kernel32::GetModuleHandleW(p 0) p .r2'
  System::Call 'user32::LoadImageW(p r2, p ${PROGRAM_ICON}, i ${IMAGE_ICON}, i r1, i r1, i 0) p .r2'
  SendMessage $0 ${STM_SETICON} $2 0
!macroend

; The button of a page that is the last before the work says so, other pages' say "on".
!define NEXT_BUTTON 1
!macro NameNextButton text
  GetDlgItem $0 $HWNDPARENT ${NEXT_BUTTON}
  SendMessage $0 ${WM_SETTEXT} 0 "STR:${text}"
!macroend

Function ShowOpening
  !insertmacro ShowBand $mui.WelcomePage.Image
  ${If} $Before != ""
    !insertmacro NameNextButton "${SAY_INSTALL_BUTTON}"
  ${EndIf}
FunctionEnd

Function un.ShowConfirm
  ${IfNot} ${FileExists} "${DATA}"
    !insertmacro NameNextButton "${SAY_REMOVE_BUTTON}"
  ${EndIf}
FunctionEnd

Function ShowEnd
  !insertmacro ShowBand $mui.FinishPage.Image
FunctionEnd

Function un.ShowEnd
  !insertmacro ShowBand $mui.FinishPage.Image
FunctionEnd

Function SkipFolder
  ${If} $Before != ""
    Abort
  ${EndIf}
FunctionEnd

Function ShowFolder
  SendMessage $mui.DirectoryPage.BrowseButton ${WM_SETTEXT} 0 "STR:${SAY_FOLDER_BROWSE}"
FunctionEnd

Function LeaveFolder
  Call CheckFolder
  ${If} $0 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$0"
    Abort
  ${EndIf}
FunctionEnd

; What the data are and the field for the words that delete them; no page where there are none.
Function un.ShowData
  ${IfNot} ${FileExists} "${DATA}"
    Abort
  ${EndIf}
  ${GetSize} "${DATA}" "/S=0K" $0 $2 $3
  System::Int64Op $0 * 1024
  Pop $0
  System::Call 'shlwapi::StrFormatByteSizeW(l r0, w .r1, i ${NSIS_MAX_STRLEN})'

  !insertmacro MUI_HEADER_TEXT "${SAY_DATA_TITLE}" "${SAY_DATA_SUBTITLE}"
  nsDialogs::Create 1018
  Pop $3
  ${NSD_CreateLabel} 0 0 100% 18u "${SAY_DATA_WHAT}"
  Pop $3
  ${NSD_CreateText} 0 20u 100% 12u "${DATA}"
  Pop $3
  SendMessage $3 ${EM_SETREADONLY} 1 0
  ${NSD_CreateLabel} 0 42u 100% 18u "${SAY_DATA_KEEP}"
  Pop $3
  ${NSD_CreateLabel} 0 70u 100% 18u "${SAY_DATA_DELETE}"
  Pop $3
  ${NSD_CreateText} 0 90u 100% 12u ""
  Pop $DataField
  !insertmacro NameNextButton "${SAY_REMOVE_BUTTON}"
  ${NSD_SetFocus} $DataField
  nsDialogs::Show
FunctionEnd

; Compared as Windows compares words, so in either case, composed or not. Whoever places the tone as
; schools did before, or writes without any, has said it too.
Function un.LeaveData
  ${NSD_GetText} $DataField $0
  StrCpy $DeleteData 0
  ${If} $0 == "${SAY_DATA_WORDS}"
  ${OrIf} $0 == "XOÁ DỮ LIỆU"
  ${OrIf} $0 == "XOA DU LIEU"
    StrCpy $DeleteData 1
  ${ElseIf} $0 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "${SAY_DATA_NOT_UNDERSTOOD}"
    Abort
  ${EndIf}
FunctionEnd
